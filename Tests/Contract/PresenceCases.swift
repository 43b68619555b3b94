import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Who is where.
  static let presence = [
    ContractCase("a user is there from the first hold to the last, and each is told once") { fleet in
      let room = try RoomName.sample()
      let a = try ContractInstance("a", on: fleet)
      let b = try ContractInstance("b", on: fleet)
      try b.subscribe(to: room)
      let ann = User.sample("u1", name: "A\"nn\\ 🙂\u{7F}")
      #expect(try a.updatePresence(room, present: [ann]) == 1)
      #expect(try a.updatePresence(room, present: [ann]) == 1)
      #expect(try b.updatePresence(room, present: [ann, .sample("u2")]) == 2)
      #expect(try a.updatePresence(room, gone: ["u1"]) == 2)
      #expect(try a.updatePresence(room, gone: ["u1", "u2", "u9"]) == 2)
      #expect(try b.members(room).users.map(\.id).sorted() == ["u1", "u2"])
      #expect(try b.members(room).users.contains(ann))
      #expect(try b.updatePresence(room, gone: ["u1"]) == 1)
      try b.settle(in: room)
      let user = #"{"id":"u1","name":"A\"nn\\ 🙂\u007f","kind":"user"}"#
      let other = #"{"id":"u2","name":"U2","kind":"user"}"#
      #expect(
        b.notices == [
          #"{"type":"presence","room":"lobby","user":\#(user),"state":"joined","count":1}"#,
          #"{"type":"presence","room":"lobby","user":\#(other),"state":"joined","count":2}"#,
          #"{"type":"presence","room":"lobby","user":\#(user),"state":"left","count":1}"#,
        ])
      #expect(b.presence.map(\.change?.user.id) == ["u1", "u2", "u1"])
    },
    ContractCase("an instance's users leave by themselves when it asserts them no more") { fleet in
      let room = try RoomName.sample()
      let b = try ContractInstance("b", on: fleet)
      fleet.shortenHolds()
      let a = try ContractInstance("a", on: fleet)
      try b.subscribe(to: room)
      try a.updatePresence(room, present: [.sample("u1"), .sample("u2")])
      try b.updatePresence(room, present: [.sample("u2"), .sample("u3")])
      // Long before its own holds end, and in all for longer than the others' last.
      for _ in 0..<2 {
        fleet.pass(seconds: max(fleet.presenceLifetime / 2, 1))
        try b.updatePresence(room, present: [.sample("u2"), .sample("u3")])
      }
      fleet.pass(seconds: max(fleet.presenceLifetime / 2, 1))
      #expect(try b.updatePresence(room, present: [.sample("u2"), .sample("u3")]) == 2)
      try b.settle(in: room)
      #expect(b.notices.filter { $0.contains("left") }.count == 1)
      #expect(b.notices.last?.contains(#""u1""#) == true)
      #expect(try b.members(room).count == 2)
    },
    ContractCase("a room is empty when nobody asserts anything") { fleet in
      let room = try RoomName.sample()
      fleet.shortenHolds()
      let a = try ContractInstance("a", on: fleet)
      try a.updatePresence(room, present: [.sample("u1")])
      fleet.pass(seconds: fleet.presenceLifetime + 1)
      #expect(try a.members(room) == Members(users: [], count: 0))
    },
    ContractCase("a crowd is told its count, not each change") { fleet in
      let room = try RoomName.sample()
      let a = try ContractInstance("a", on: fleet)
      try a.subscribe(to: room)
      let crowd = (1...300).map { User.sample("u\($0)") }
      let begun = fleet.wallClock
      #expect(try a.updatePresence(room, present: crowd) == 300)
      try a.settle(in: room)
      #expect(a.notices.count == PresenceNotice.detailLimit + 1)
      #expect(a.notices.last == #"{"type":"presence","room":"lobby","count":300}"#)
      #expect(a.presence.last == PresenceNotice(count: 300))
      #expect(try a.updatePresence(room, gone: ["u1", "u2"]) == 298)
      try a.settle(in: room)
      // Unless this has taken so long.
      if fleet.wallClock - begun < Int64(PresenceNotice.crowdInterval) {
        #expect(a.notices.count == PresenceNotice.detailLimit + 1, "two seconds have not passed")
      }
      fleet.pass(seconds: 3)
      try a.updatePresence(room, present: [.sample("u3")])
      try a.settle(in: room)
      #expect(a.notices.last == #"{"type":"presence","room":"lobby","count":298}"#)
    },
    ContractCase("members are listed up to a limit and counted in all") { fleet in
      let room = try RoomName.sample()
      let a = try ContractInstance("a", on: fleet)
      let crowd = (1...700).map { User.sample("u\($0)") }
      try a.updatePresence(room, present: crowd)
      for limit in [0, 1, 100, 600, 700, 1_000] {
        let members = try a.members(room, limit: limit)
        #expect(members.count == 700)
        #expect(members.users.count == min(limit, 700))
        #expect(Set(members.users.map(\.id)).count == members.users.count)
      }
      #expect(try a.updatePresence(room, gone: crowd.map(\.id)) == 0)
      #expect(try a.members(room) == Members(users: [], count: 0))
    },
  ]
}
