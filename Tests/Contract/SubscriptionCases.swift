import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Guarantee 4: what followers are told.
  static let subscriptions = [
    ContractCase("followers on every instance receive each message once, in order, as it is stored") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let bob = try ContractInstance("b", on: fleet)
      for instance in [ann, bob] { try instance.subscribe(to: room) }
      let receipts = try ann.publish(50, in: room) + bob.publish(50, in: room, by: "bob")
      for instance in [ann, bob] {
        try instance.wait(for: "all messages") { instance.messages[room]?.count ?? 0 >= 100 }
        try instance.settle(in: room)
        let received = instance.messages[room] ?? []
        #expect(received.map { Position(of: $0.stored, epoch: $0.epoch) } == receipts.map(\.position))
        #expect(received.map(\.stored) == (try ann.synchronize(room).messages))
      }
    },
    ContractCase("a room that is followed twice is heard once") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      try ann.subscribe(to: room)
      try ann.subscribe(to: room)
      try ann.publish(.sample(1, in: room))
      try ann.settle(in: room)
      #expect(ann.messages[room]?.count == 1)
    },
    ContractCase("a room that is not followed any more is not heard, and can be followed again") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      try ann.subscribe(to: room)
      ann.broker.unsubscribe(from: room)
      try ann.publish(.sample(1, in: room))
      try ann.subscribe(to: room)
      try ann.publish(.sample(2, in: room))
      try ann.settle(in: room)
      #expect(ann.messages[room]?.map(\.stored.seq) == [2])
    },
    ContractCase("following and unfollowing in one breath ends as it was asked last") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      var answers = 0
      for _ in 0..<3 {
        ann.broker.perform(Subscribe(to: room)) { _ in answers += 1 }
        ann.broker.unsubscribe(from: room)
      }
      try ann.subscribe(to: room)
      try ann.publish(.sample(1, in: room))
      try ann.settle(in: room)
      #expect(answers == 3)
      #expect(ann.messages[room]?.count == 1)
    },
    ContractCase("rooms do not hear each other") { fleet in
      let ann = try ContractInstance("a", on: fleet)
      let one = try RoomName.sample("one")
      try ann.subscribe(to: one)
      try ann.publish(.sample(1, in: .sample("one-two")))
      try ann.publish(.sample(1, in: .sample("two")))
      try ann.settle(in: one)
      #expect(ann.messages.isEmpty)
    },
    ContractCase("typing reaches the followers and is not kept") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let bob = try ContractInstance("b", on: fleet)
      for instance in [ann, bob] { try instance.subscribe(to: room) }
      let typing = Typing(user: "ann", json: Array(#"{"type":"typing"}"#.utf8))
      ann.broker.announce(typing, in: room)
      for instance in [ann, bob] {
        try instance.wait(for: "typing") { !instance.typing.isEmpty }
        #expect(instance.typing == [typing])
      }
      #expect(try ann.synchronize(room).head.seq == 0)
    },
  ]
}
