import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// How far users have read.
  static let readMarks = [
    ContractCase("a mark moves forward on every instance, and the fleet is told of what moved") { fleet in
      let (a, b) = (try ContractInstance("a", on: fleet), try ContractInstance("b 🙂", on: fleet))
      let (room, direct) = (try RoomName.sample("r"), RoomName(between: "ann", and: "bob"))
      #expect(try a.answer(ListReadMarks(of: "ann")) == [])
      #expect(try a.move("ann", ReadMove(room, to: .at(5))) == [room])
      fleet.pass(seconds: 1)
      #expect(try b.move("ann", ReadMove(room, to: .at(7)), ReadMove(direct, to: .at(2))) == [room, direct])
      let marks = [RoomMark(room, .at(7)), RoomMark(direct, .at(2))]
      try a.wait(for: "the event") { a.fleetEvents.last == .read(user: "ann", marks, by: "b 🙂") }
      #expect(a.fleetEvents.first == .read(user: "ann", [RoomMark(room, .at(5))], by: "a"))
      let listed = try a.answer(ListReadMarks(of: "ann"))
      #expect(listed.count == 2 && marks.allSatisfy(listed.contains))
      #expect(try a.answer(ListReadMarks(of: "bob")) == [])
    },
    ContractCase("what is behind a mark, or at it, moves nothing and tells nobody; unless it is forced") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let room = try RoomName.sample("r")
      try a.move("ann", ReadMove(room, to: .at(5, generation: 2)))
      let behind: [ReadMark] = [
        .at(5, generation: 2), .at(4, generation: 2), .at(9, generation: 1), .at(5, generation: 2, isBefore: true),
        .at(99, epoch: "other", time: 999),
      ]
      for mark in behind { #expect(try a.move("ann", ReadMove(room, to: mark)) == [], "\(mark)") }
      #expect(try a.marks("ann") == [.at(5, generation: 2)])
      for mark in behind {
        #expect(try a.move("ann", ReadMove(room, to: mark, isForced: true)) == [room], "\(mark)")
        #expect(try a.marks("ann") == [mark])
      }
      #expect(a.fleetEvents.count == 1 + behind.count)
    },
    ContractCase("a later generation, a later time in another history, and the place itself are ahead") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let room = try RoomName.sample("r")
      let marks: [ReadMark] = [
        .at(5, isBefore: true), .at(5), .at(3, generation: 1), .at(1, epoch: "other", time: 1_001),
        .at(1 << 53, epoch: "other", generation: .max, time: 1_001),
      ]
      for mark in marks {
        #expect(try a.move("ann", ReadMove(room, to: mark)) == [room], "\(mark)")
        #expect(try a.marks("ann") == [mark])
      }
    },
    ContractCase("of too many rooms those yield whose marks were moved longest ago") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let rooms = try (0...ReadMark.kept).map { try RoomName.sample("r\($0)") }
      try a.move("ann", ReadMove(rooms[0], to: .at(1)))
      fleet.pass(seconds: 1)
      try a.move("ann", ReadMove(rooms[1], to: .at(1)))
      fleet.pass(seconds: 1)
      try a.move("ann", ReadMove(rooms[0], to: .at(2)))
      try a.move("ann", rooms[2...].map { ReadMove($0, to: .at(1)) })
      let kept = try a.answer(ListReadMarks(of: "ann")).map(\.room)
      #expect(Set(kept) == Set(rooms).subtracting([rooms[1]]) && kept.count == ReadMark.kept)
    },
    ContractCase("marks are kept as long as they shall be since one was moved, and forgotten when asked") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let room = try RoomName.sample("r")
      for user in ["ann", "bob"] { try a.move(user, ReadMove(room, to: .at(1))) }
      try a.answer(MoveReadMarks(of: "cid", [ReadMove(room, to: .at(1))], by: "a", lifetime: 1))
      fleet.pass(seconds: 2)
      #expect(try a.marks("cid") == [])
      try a.answer(ForgetUser(of: "ann"))
      #expect(try a.marks("ann") == [] && a.marks("bob") == [.at(1)])
      try a.answer(ForgetUser(of: "ann"))
    },
  ]
}

extension ReadMark {
  fileprivate static func at(
    _ seq: UInt64, epoch: String = "epoch", generation: UInt32 = 0, time: Int64 = 1_000, isBefore: Bool = false
  ) -> ReadMark {
    ReadMark(
      Position(epoch: epoch, generation: generation, seq: seq, identity: "id\(seq % 10)"), time: time,
      isBefore: isBefore)
  }
}

extension ContractInstance {
  @discardableResult
  fileprivate func move(_ user: User.ID, _ moves: ReadMove...) throws -> [RoomName] { try move(user, moves) }

  @discardableResult
  fileprivate func move(_ user: User.ID, _ moves: [ReadMove]) throws -> [RoomName] {
    let name = moves.count == 2 ? "b 🙂" : "a"
    return try answer(MoveReadMarks(of: user, moves, by: name, lifetime: 3_600))
  }

  fileprivate func marks(_ user: User.ID) throws -> [ReadMark] {
    try answer(ListReadMarks(of: user)).map(\.mark)
  }
}
