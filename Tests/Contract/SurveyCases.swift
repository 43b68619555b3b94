import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Counting what the store has.
  static let surveys = [
    ContractCase("a survey tells of each room in which somebody has written, on every instance") { fleet in
      let (a, b) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      let (open, direct) = (try RoomName.sample("open"), RoomName(between: "ann", and: "bob"))
      let receipts = try a.publish(3, in: open)
      try a.answer(Erase(.deleted(receipts[0].position), in: open))
      let governed = try a.publish(.policy(1, .muting("bob"), in: open), judgedBy: Judgement("")).position
      let written = try a.publish(1, in: direct)[0]
      _ = try a.synchronize(.sample("empty"))
      try b.subscribe(to: open)
      for instance in [a, b] {
        try b.updatePresence(open, present: [.sample("u1"), .sample("u2")])
        let rooms = try instance.survey().rooms
        #expect(rooms.keys.sorted { $0.text < $1.text } == [direct, open])
        let (one, other) = (try #require(rooms[open]), try #require(rooms[direct]))
        #expect(one.epoch == governed.epoch && one.seq == 4 && one.identity == governed.identity)
        #expect(one.stored == 4 && one.erased == 1 && one.policy == governed.identity)
        #expect(one.people == 2 && one.followers == 1 && one.bytes > 100 && one.ends > fleet.wallClock)
        #expect(abs(one.lastUse - fleet.wallClock) < 60_000 && other.lastUse == written.time)
        #expect(other.seq == 1 && other.stored == 1 && other.erased == 0 && other.policy == "")
        #expect(other.people == 0 && other.followers == 0)
      }
    },
    ContractCase("a survey counts what there is by kind, and what it takes") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let room = try RoomName.sample()
      try a.publish(5, in: room)
      #expect(try a.createSession(.sample(1), .sample("u1"), "ann"))
      #expect(try a.createSession(.sample(2), .sample("u2"), "bob"))
      try a.answer(EndSession(.sample(2)))
      #expect(try a.answer(AddHook(.sample("h1"), token: .sample(3))))
      #expect(
        try a.answer(AddBot(.sample("Robbie"), key: .sample(4), skeleton: UserName("Robbie").skeleton)) == .added)
      try a.answer(NoteActivity(in: [room]))
      let head = try a.synchronize(room).head
      let move = ReadMove(room, to: ReadMark(head, time: 1))
      try a.answer(MoveReadMarks(of: "u1", [move], by: "a", lifetime: 60))
      try a.answer(NoteMentions(Mention(room, at: head, time: 1), of: [["ann"]], by: "u9", lifetime: 60))
      let kinds = try a.survey().kinds
      for (kind, count) in [
        "rooms": 1, "messages": 5, "requests": 5, "sessions": 1, "people": 1, "hooks": 1, "bots": 1, "directory": 1,
        "marks": 1, "mentions": 1,
      ] {
        #expect(kinds[kind]?.count == count, "\(kind)")
      }
      #expect(kinds["hooks"]?.lasting == 1 && kinds["messages"]?.lasting == 0)
      #expect((kinds["messages"]?.bytes ?? 0) > 100 && (kinds["requests"]?.bytes ?? 0) > 100)
    },
    ContractCase("a survey in pages finds every room that was there all the time") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let names = try (0..<600).map { try RoomName.sample("r\($0)") }
      for name in names { try a.publish(.sample(1, in: name)) }
      var added = 0
      let found = try a.survey {
        added += 1
        try a.publish(.sample(1, in: .sample("late\(added)")))
      }
      #expect(Set(found.rooms.keys).isSuperset(of: names))
      #expect(added > 1, "in pages")
    },
    ContractCase("a survey of rooms alone tells of the same, and of no kinds") { fleet in
      let a = try ContractInstance("a", on: fleet)
      for number in 0..<40 { try a.publish(.sample(1, in: .sample("r\(number)"))) }
      try a.publish(1, in: RoomName(between: "ann", and: "bob"))
      #expect(try a.createSession(.sample(1), .sample("u1"), "ann"))
      let (all, alone) = (try a.survey(), try a.survey(ofRooms: true))
      #expect(all.rooms.count == 41 && Set(alone.rooms.keys) == Set(all.rooms.keys) && alone.kinds.isEmpty)
      #expect(alone.rooms.allSatisfy { $1.identity == all.rooms[$0]?.identity })
    },
    ContractCase("a survey from a place that nobody told is answered all the same") { fleet in
      let a = try ContractInstance("a", on: fleet)
      try a.publish(.sample(1, in: .sample()))
      for cursor in [1, 7, 1 << 32, 1 << 33 | 1, 5 << 32 | 9, .max] as [UInt64] {
        _ = try a.answer(SurveyStore(from: cursor))
      }
    },
  ]
}

extension ContractInstance {
  /// All that pages tell.
  /// - Parameter meanwhile: done before each page but the first.
  func survey(
    ofRooms: Bool = false, meanwhile: () throws -> Void = {}
  ) throws -> (rooms: [RoomName: SurveyedRoom], kinds: [String: StoredKind]) {
    var (rooms, kinds): ([RoomName: SurveyedRoom], [String: StoredKind]) = ([:], [:])
    var cursor: UInt64 = 0
    repeat {
      if cursor != 0 { try meanwhile() }
      let page = try answer(SurveyStore(from: cursor, ofRooms: ofRooms))
      for room in page.rooms { rooms[room.room] = room }
      for kind in page.kinds {
        let sum = kinds[kind.name]
        kinds[kind.name] = StoredKind(
          kind.name, count: kind.count + (sum?.count ?? 0), keys: kind.keys + (sum?.keys ?? 0),
          lasting: kind.lasting + (sum?.lasting ?? 0), bytes: kind.bytes + (sum?.bytes ?? 0))
      }
      cursor = page.next
    } while cursor != 0
    return (rooms, kinds)
  }
}
