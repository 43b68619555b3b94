import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Which rooms there are.
  static let roomListing = [
    ContractCase("public rooms are listed, those where something happened last first") { fleet in
      let (a, b) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      let names = try ["one", "two", "three"].map { try RoomName.sample($0) }
      try a.subscribe(to: names[0])
      for name in names {
        try a.answer(NoteActivity(in: [name, RoomName(between: "ann", and: "bob")]))
        fleet.pass(seconds: 1)
      }
      try a.updatePresence(names[0], present: [.sample("u1"), .sample("u2")])
      try a.answer(NoteActivity(in: [names[0]]))
      try a.answer(NoteActivity(in: []))
      try a.settle(in: names[0])
      let listing = try b.publicRooms()
      #expect(listing.rooms.map(\.room.text) == ["one", "three", "two"])
      #expect(listing.rooms.map(\.count) == [2, 0, 0])
      #expect(listing.rooms.allSatisfy { $0.time > 0 } && !listing.hasMore)
    },
    ContractCase("rooms are listed in pages") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let names = try (0..<250).map { try RoomName.sample("r\($0)") }
      try a.subscribe(to: names[0])
      try a.answer(NoteActivity(in: names))
      try a.settle(in: names[0])
      var listed: [RoomName] = []
      for (start, hasMore) in [(0, true), (100, true), (200, false), (300, false)] {
        let page = try a.publicRooms(from: start)
        listed += page.rooms.map(\.room)
        #expect(page.hasMore == hasMore)
      }
      #expect(Set(listed) == Set(names) && listed.count == 250)
      #expect(try a.publicRooms(from: 1, limit: 1).rooms.map(\.room) == [listed[1]])
    },
    ContractCase("a room is listed as long as its messages are kept", limits: BacklogLimits(seconds: 4)) { fleet in
      let a = try ContractInstance("a", on: fleet)
      let (old, new) = (try RoomName.sample("old"), try RoomName.sample("new"))
      try a.subscribe(to: new)
      try a.answer(NoteActivity(in: [old]))
      fleet.pass(seconds: 5)
      try a.answer(NoteActivity(in: [new]))
      try a.settle(in: new)
      #expect(try a.publicRooms().rooms.map(\.room) == [new])
    },
  ]
}

extension ContractInstance {
  fileprivate func publicRooms(from start: Int = 0, limit: Int = 100) throws -> RoomListing {
    try answer(ListRooms(from: start, limit: limit))
  }
}
