import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// When replies come.
  static let replies = [
    ContractCase("no reply comes before its call returns, whether it tells success or failure") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let strangers = Position(epoch: "other", generation: 0, seq: 1, identity: "x")
      for _ in 0..<2 {
        // Each of these fails at once when its reply comes too early.
        try ann.answer(Subscribe(to: room))
        try ann.answer(Publish(.sample(1, in: room)))
        #expect(throws: BrokerFailure.stale) { try ann.answer(Publish(.sample(2, in: room), expecting: strangers)) }
        try ann.answer(Synchronize(room, after: nil, limit: 1))
        try ann.answer(ReadHistory(of: room, .after(seq: 0), limit: 1))
        try ann.answer(Erase(.deleted(strangers), in: room))
        try ann.answer(
          CreateSession(.sample(1), SessionRecord(user: .sample("u1"), created: 0), skeleton: "u", lifetime: 9))
        try ann.answer(FindSession(.sample(1), lifetime: 9))
        try ann.answer(FindUser(named: "u"))
        try ann.answer(EndSession(.sample(2)))
        try ann.answer(UpdatePresence(in: room, present: [.sample("u1")], gone: []))
        try ann.answer(ListMembers(of: room, limit: 1))
        try ann.answer(NoteActivity(in: [room]))
        try ann.answer(NoteActivity(in: []))
        try ann.answer(ListRooms(from: 0, limit: 1))
        try ann.answer(ListRooms(from: 9, limit: 1))
        try ann.answer(SetMaintenance(Maintenance(isOn: false, message: "")))
        try ann.answer(ReadMaintenance())
        try ann.answer(RecordDirect(RoomName(between: "u1", and: "u2"), from: .sample("u1"), to: .sample("u2")))
        try ann.answer(ListDirectRooms(of: "u1"))
        try ann.answer(ListHooks())
        try ann.answer(RemoveHook("none"))
        try ann.answer(UseHook(.sample(3)))
        try ann.answer(ListBots())
        try ann.answer(RemoveBot("none"))
        try ann.answer(CreateBotSession(.sample(5), key: .sample(4), created: 0, lifetime: 9))
        try ann.answer(StorePage(version: "v", files: [:]))
        try ann.answer(FindPageFile("app.js", of: "v"))
      }
      try ann.answer(AddHook(.sample("h1"), token: .sample(3)))
      try ann.answer(AddBot(.sample("Robbie"), key: .sample(4), skeleton: "robbie"))
    },
    ContractCase("what is asked from within a reply is answered after that reply, and so on, in order") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      try ann.subscribe(to: room)
      var depth = 0
      var deepest = 0
      var seqs: [UInt64] = []
      func publishNext() {
        ann.broker.perform(Publish(.sample(seqs.count + 1, in: room))) { result in
          depth += 1
          deepest = max(deepest, depth)
          defer { depth -= 1 }
          if case .success(let receipt) = result { seqs.append(receipt.position.seq) }
          if seqs.count < 20 { publishNext() }
        }
      }
      publishNext()
      try ann.wait(for: "the receipts") { seqs.count == 20 }
      #expect(seqs == Array(1...20) && deepest == 1)
      try ann.settle(in: room)
      #expect(ann.messages[room]?.map(\.stored.seq) == seqs)
    },
  ]
}
