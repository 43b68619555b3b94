import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Which direct rooms a user has.
  static let directs = [
    ContractCase("both find their direct rooms, the latest used first, and the fleet is told") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let b = try ContractInstance("b", on: fleet)
      let (ann, bob, eve) = (User.sample("ann", name: "Ann 🙂"), User.sample("bob"), User.sample("eve", kind: .bot))
      let withBob = RoomName(between: "ann", and: "bob")
      let withEve = RoomName(between: "eve", and: "ann")
      for (room, from, to) in [(withBob, ann, bob), (withEve, eve, ann), (withBob, bob, ann)] {
        try a.answer(RecordDirect(room, from: from, to: to))
        try b.wait(for: "the event") { b.fleetEvents.last == .direct(room: room, from: from, recipient: to.id) }
        fleet.pass(seconds: 1)
      }
      let rooms = try b.answer(ListDirectRooms(of: "ann"))
      #expect(rooms == [DirectRoom(room: withBob, other: bob), DirectRoom(room: withEve, other: eve)])
      let others = try b.answer(ListDirectRooms(of: "bob"))
      #expect(others == [DirectRoom(room: withBob, other: ann)])
      #expect(try b.answer(ListDirectRooms(of: "zoe")) == [])
    },
    ContractCase("direct rooms are forgotten with their messages", limits: BacklogLimits(seconds: 1)) { fleet in
      let a = try ContractInstance("a", on: fleet)
      let room = RoomName(between: "ann", and: "bob")
      try a.answer(RecordDirect(room, from: .sample("ann"), to: .sample("bob")))
      fleet.pass(seconds: 3)
      #expect(try a.answer(ListDirectRooms(of: "bob")) == [])
    },
    ContractCase("whoever has no such room yet is told so, and nobody else") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let (ann, bob) = (User.sample("ann"), User.sample("bob"))
      #expect(try a.write(from: ann, to: bob))
      #expect(try !a.write(from: ann, to: bob))
      #expect(try !a.write(from: bob, to: ann), "an answer is no first contact")
      #expect(try a.write(from: bob, to: .sample("cid")))
    },
    ContractCase("a direct room that is forgotten is a new one again", limits: BacklogLimits(seconds: 1)) { fleet in
      let a = try ContractInstance("a", on: fleet)
      #expect(try a.write(from: .sample("ann"), to: .sample("bob")))
      fleet.pass(seconds: 3)
      #expect(try a.write(from: .sample("bob"), to: .sample("ann")))
    },
    ContractCase("whoever was written to by many strangers keeps the rooms in which they wrote") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let (ann, bob, cid) = (User.sample("ann"), User.sample("bob"), User.sample("cid"))
      try a.write(from: ann, to: bob)
      try a.write(from: cid, to: ann)
      try a.write(from: ann, to: cid)
      try a.write(from: .sample("first"), to: ann)
      fleet.pass(seconds: 1)
      try a.write(from: .sample("again"), to: ann)
      fleet.pass(seconds: 1)
      for number in 1..<DirectRoom.kept - 3 { try a.write(from: .sample("s\(number)"), to: ann) }
      #expect(try a.partners(of: "ann").count == DirectRoom.kept)
      fleet.pass(seconds: 1)
      try a.write(from: .sample("first"), to: ann)
      try a.write(from: .sample("last"), to: ann)
      let partners = try a.partners(of: "ann")
      #expect(partners.count == DirectRoom.kept)
      #expect(partners.prefix(2) == ["last", "first"] && partners.suffix(2) == ["cid", "bob"])
      #expect(!partners.contains("again"), "of the strangers' the least recently used one yields")
    },
    ContractCase("of the rooms in which somebody wrote the least recently used one yields, to none but such") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let ann = User.sample("ann")
      try a.write(from: ann, to: .sample("first"))
      fleet.pass(seconds: 1)
      for number in 1..<DirectRoom.kept { try a.write(from: ann, to: .sample("u\(number)")) }
      try a.write(from: .sample("stranger"), to: ann)
      #expect(try a.partners(of: "ann").last == "first")
      try a.write(from: ann, to: .sample("last"))
      let partners = try a.partners(of: "ann")
      #expect(partners.count == DirectRoom.kept && partners.first == "last" && !partners.contains("first"))
      #expect(!partners.contains("stranger"))
    },
    ContractCase("forgotten rooms yield before all others", limits: BacklogLimits(seconds: 9)) { fleet in
      let a = try ContractInstance("a", on: fleet)
      let ann = User.sample("ann")
      for number in 1..<DirectRoom.kept { try a.write(from: ann, to: .sample("u\(number)")) }
      fleet.pass(seconds: 6)
      try a.write(from: .sample("bob"), to: ann)
      fleet.pass(seconds: 4)
      try a.write(from: .sample("eve"), to: ann)
      #expect(try a.partners(of: "ann") == ["eve", "bob"])
    },
  ]
}

extension ContractInstance {
  /// - Returns: whether the sender had no such room.
  @discardableResult
  fileprivate func write(from sender: User, to recipient: User) throws -> Bool {
    try answer(RecordDirect(RoomName(between: sender.id, and: recipient.id), from: sender, to: recipient))
  }

  fileprivate func partners(of user: User.ID) throws -> [User.ID] {
    try answer(ListDirectRooms(of: user)).map(\.other.id)
  }
}
