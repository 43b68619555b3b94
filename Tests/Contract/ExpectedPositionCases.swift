import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Guarantee 7: nothing is stored in a history that its publisher does not mean.
  static let expectedPositions = [
    ContractCase("a publication that knows the room is stored, however far behind it is") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let start = try ann.synchronize(room).head
      let receipts = try ann.publish(3, in: room)
      for (number, known) in [start, receipts[0].position, receipts[2].position].enumerated() {
        let receipt = try ann.publish(.sample(10 + number, in: room), expecting: known)
        #expect(receipt.position.seq == UInt64(4 + number) && !receipt.isDuplicate)
      }
    },
    ContractCase("a publication meant for another history is refused, nothing is stored or told") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let head = try ann.publish(3, in: room)[2].position
      try ann.subscribe(to: room)
      for foreign in [
        Position(epoch: "foreign", generation: 0, seq: 1, identity: "i1x0"),
        Position(epoch: head.epoch, generation: 7, seq: 1, identity: "i1x0"),
        Position(epoch: head.epoch, generation: .max, seq: 0, identity: "-"),
        Position(epoch: head.epoch, generation: 0, seq: 4, identity: "i4x0"),
        Position(epoch: head.epoch, generation: 0, seq: Position.greatestSeq, identity: "i4x0"),
      ] {
        #expect(throws: BrokerFailure.stale, "\(foreign.text)") {
          try ann.publish(.sample(4, in: room), expecting: foreign)
        }
      }
      try ann.settle(in: room)
      #expect(ann.messages[room] == nil)
      #expect(try ann.synchronize(room).head == head)
      let receipt = try ann.publish(.sample(4, in: room, attempt: 1), expecting: head)
      #expect(receipt.position.seq == 4 && !receipt.isDuplicate)
    },
    ContractCase("a room that is gone is not made by who knew it") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let known = Position(epoch: "gone", generation: 0, seq: 0, identity: "-")
      #expect(throws: BrokerFailure.stale) { try ann.publish(.sample(1, in: room), expecting: known) }
      #expect(try ann.history(room, .before(seq: 5)).epoch == "")
      let head = try ann.synchronize(room).head
      #expect(try ann.publish(.sample(1, in: room), expecting: head).position.seq == 1)
    },
    ContractCase("what is stored already is answered so, whatever is known of the room") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let first = try ann.publish(.sample(1, in: room))
      let foreign = Position(epoch: first.position.epoch, generation: 9, seq: 9, identity: "i9x0")
      let repeated = try ann.publish(.sample(1, in: room, attempt: 1), expecting: foreign)
      #expect(repeated == Receipt(position: first.position, time: first.time, isDuplicate: true))
    },
  ]
}
