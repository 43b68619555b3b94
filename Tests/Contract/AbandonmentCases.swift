import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Removing what nobody uses.
  static let abandonment = [
    ContractCase("a room that nobody uses is forgotten with its messages, and begins anew") { fleet in
      let (a, b) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      let rooms = [try RoomName.sample("old"), RoomName(between: "ann", and: "bob")]
      for room in rooms { try a.publish(3, in: room) }
      try a.publish(.policy(1, .muting("bob"), in: rooms[0]))
      fleet.pass(seconds: 3)
      for room in rooms {
        let head = try a.synchronize(room).head
        try a.answer(AddReport(head, by: .sample("ann"), reason: "", in: room))
        #expect(try !b.answer(RemoveRoom(room, unusedFor: 3_600)), "not for so long")
        #expect(try b.answer(RemoveRoom(room, unusedFor: 2)))
        #expect(try !b.answer(RemoveRoom(room, unusedFor: 2)), "it is not there")
        #expect(try a.survey().rooms[room] == nil)
        #expect(try a.answer(ListReports(of: room)).isEmpty)
        let page = try a.synchronize(room, after: head)
        #expect(page.verdict == .reset && page.messages.isEmpty && page.head.seq == 0)
        #expect(throws: BrokerFailure.stale) { try a.publish(.sample(9, in: room), expecting: head) }
        #expect(try a.publish(.sample(10, in: room)).position.seq == 1)
      }
    },
    ContractCase("a room in use is not removed: followed, with people, or not written in yet") { fleet in
      let (a, b) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      let names = try ["followed", "peopled", "listed", "empty", "unused"].map { try RoomName.sample($0) }
      for name in names where name.text != "empty" { try a.publish(2, in: name) }
      _ = try a.synchronize(names[3])
      try a.subscribe(to: names[0])
      fleet.pass(seconds: 5)
      try a.updatePresence(names[1], present: [.sample("u1")])
      try a.answer(NoteActivity(in: [names[2]]))
      let removed = try names.filter { try b.answer(RemoveRoom($0, unusedFor: 4)) }
      #expect(removed.map(\.text) == ["unused"])
      let page = try b.synchronize(names[0])
      #expect(page.head.seq == 2 && page.messages.count == 2)
      // What is over does not count.
      a.broker.unsubscribe(from: names[0])
      try a.updatePresence(names[1], gone: ["u1"])
      try a.wait(for: "the end of following") {
        (try? b.answer(RemoveRoom(names[0], unusedFor: 4))) == true
      }
      #expect(try b.answer(RemoveRoom(names[1], unusedFor: 4)))
    },
    ContractCase("what may be done in a room outlives its being removed") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let room = try RoomName.sample()
      let version = try a.publish(.policy(1, .muting("bob"), in: room), judgedBy: Judgement("")).position.identity
      let policy = try a.policy(of: room)
      fleet.pass(seconds: 3)
      #expect(try a.answer(RemoveRoom(room, unusedFor: 2)))
      #expect(try a.policy(of: room) == policy && policy.exists)
      #expect(try a.synchronize(room).policy == version)
      #expect(throws: BrokerFailure.otherPolicy) {
        try a.publish(.sample(1, in: room), judgedBy: Judgement(""))
      }
      #expect(try a.publish(.sample(1, in: room), judgedBy: Judgement(version)).position.seq == 1)
    },
    ContractCase("a bot goes for not being used only without a session, and long after it signed in") { fleet in
      let (a, b) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      let bots = try ["Never", "New", "Busy"].map {
        try Bot.sample($0, created: $0 == "New" ? fleet.wallClock : 7)
      }
      for (number, bot) in bots.enumerated() {
        let (key, skeleton) = (try TokenHash.sample(UInt8(number)), try UserName(bot.name).skeleton)
        #expect(try a.answer(AddBot(bot, key: key, skeleton: skeleton)) == .added)
      }
      let (key, session) = (try TokenHash.sample(2), try TokenHash.sample(10))
      _ = try a.answer(CreateBotSession(session, key: key, created: 7, lifetime: 60))
      let gone = try bots.map { try b.answer(RemoveBot($0.id, unusedFor: 60)) }
      #expect(gone == [0, nil, nil])
      #expect(try a.session(.sample(10)) != nil)
      try a.answer(EndSession(.sample(10)))
      #expect(try b.answer(RemoveBot(bots[2].id, unusedFor: 60)) == nil, "it signed in just now")
      #expect(try a.answer(ListBots()).map(\.bot.name) == ["Busy", "New"])
      #expect(try b.answer(RemoveBot(bots[2].id)) == 0)
    },
  ]
}
