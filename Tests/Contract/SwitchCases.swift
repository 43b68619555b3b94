import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// What belongs to the fleet: maintenance and direct rooms.
  static let switches = [
    ContractCase("maintenance is off at first, is kept, and is told to all") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let b = try ContractInstance("b", on: fleet)
      #expect(try a.answer(ReadMaintenance()) == Maintenance(isOn: false, message: ""))
      for maintenance in [
        Maintenance(isOn: true, message: "Back at 12:00\n— \"soon\""), Maintenance(isOn: false, message: ""),
      ] {
        try a.answer(SetMaintenance(maintenance))
        #expect(try b.answer(ReadMaintenance()) == maintenance)
        for instance in [a, b] {
          try instance.wait(for: "the switch") { instance.fleetEvents.last == .maintenance(maintenance) }
        }
      }
    },
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
  ]
}
