import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Guarantee 6: what follows a position, or the truth about it.
  static let synchronizing = [
    ContractCase("the first look makes the room, and the second finds the same one") { fleet in
      let room = try RoomName.sample()
      let first = try ContractInstance("a", on: fleet).synchronize(room)
      let second = try ContractInstance("b", on: fleet).synchronize(room)
      #expect(first.verdict == .fresh)
      #expect(first.head == second.head)
      #expect(first.head.seq == 0)
      #expect(Position(first.head.text) == first.head)
      #expect(first.messages.isEmpty && !first.hasMore)
    },
    ContractCase("a first look shows the latest messages, ascending") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      try ann.publish(20, in: room)
      let page = try ann.synchronize(room, limit: 5)
      #expect(page.verdict == .fresh)
      #expect(page.messages.map(\.seq) == Array(16...20))
      #expect(!page.hasMore)
    },
    ContractCase("everything after a position comes in pages, each once and in order") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let start = try ann.synchronize(room).head
      let receipts = try ann.publish(25, in: room)
      var position = start
      var seqs: [UInt64] = []
      for round in 1...3 {
        let page = try ann.synchronize(room, after: position, limit: 10)
        #expect(page.verdict == .recovered)
        #expect(page.hasMore == (round < 3))
        #expect(page.head == receipts.last?.position)
        seqs += page.messages.map(\.seq)
        if let last = page.messages.last { position = Position(of: last, epoch: page.head.epoch) }
      }
      #expect(seqs == Array(1...25))
      let last = try ann.synchronize(room, after: position, limit: 10)
      #expect(last.verdict == .recovered && last.messages.isEmpty && !last.hasMore)
    },
    ContractCase("a page ends with the message that fills it, however many were asked for") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      var position = try ann.synchronize(room).head
      let long = "{\"text\":\"" + String(repeating: "x", count: 20_000) + "\"}"
      for number in 1...200 {
        _ = try ann.publish(.sample("l\(number)", in: room, body: long, identity: "i\(number)"))
      }
      let filling = BacklogLimits.pageBytes / long.utf8.count
      var seqs: [UInt64] = []
      while true {
        let page = try ann.synchronize(room, after: position, limit: 500)
        #expect(page.verdict == .recovered)
        // A store may read on for a few dozen messages before it looks how much that is.
        #expect(page.hasMore ? (filling...filling + 64).contains(page.messages.count) : seqs.count > 100)
        seqs += page.messages.map(\.seq)
        position = try #require(page.messages.last.map { Position(of: $0, epoch: page.head.epoch) })
        guard page.hasMore else { break }
      }
      #expect(seqs == Array(1...200))
    },
    ContractCase(
      "a position before the oldest message left is answered with a gap", limits: BacklogLimits(messages: 10)
    ) {
      fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let receipts = try ann.publish(400, in: room)
      let page = try ann.synchronize(room, after: receipts[0].position, limit: 1_000)
      let first = try #require(page.messages.first?.seq)
      #expect(page.verdict == .gap)
      #expect(page.messages.map(\.seq) == Array(first...400))
      #expect((10...250).contains(page.messages.count))
      let edge = try ann.synchronize(room, after: receipts[Int(first) - 2].position, limit: 1)
      #expect(edge.verdict == .recovered && edge.messages.map(\.seq) == [first] && edge.hasMore)
    },
    ContractCase("messages expire, positions do not", limits: BacklogLimits(seconds: 4)) { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let receipts = try ann.publish(3, in: room)
      fleet.pass(seconds: 6)
      let late = try ann.synchronize(room, after: receipts[0].position)
      #expect(late.verdict == .gap && late.messages.isEmpty && late.head == receipts[2].position)
      #expect(try ann.synchronize(room, after: receipts[2].position).verdict == .recovered)
      let wrong = Position(epoch: late.head.epoch, generation: 0, seq: 3, identity: "other")
      #expect(try ann.synchronize(room, after: wrong).verdict == .reset)
      #expect(try ann.publish(.sample(4, in: room)).position.seq == 4)
      #expect(try ann.synchronize(room, after: receipts[2].position).messages.map(\.seq) == [4])
    },
    ContractCase("a position of another history is answered with a reset and the latest messages") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let epoch = try ann.publish(5, in: room)[4].position.epoch
      for foreign in [
        Position(epoch: "foreign", generation: 0, seq: 3, identity: "i3x0"),
        Position(epoch: epoch, generation: 0, seq: 3, identity: "i4x0"),
        Position(epoch: epoch, generation: 0, seq: 5, identity: "i4x0"),
        Position(epoch: epoch, generation: 7, seq: 3, identity: "i3x0"),
        Position(epoch: epoch, generation: .max, seq: 9, identity: "i3x0"),
      ] {
        let page = try ann.synchronize(room, after: foreign, limit: 2)
        #expect(page.verdict == .reset, "\(foreign.text)")
        #expect(page.messages.map(\.seq) == [4, 5] && !page.hasMore)
        for (latest, seqs) in [(0, []), (1, [5])] as [(Int, [UInt64])] {
          let page = try ann.answer(Synchronize(room, after: foreign, limit: 2, latest: latest))
          #expect(page.verdict == .reset && page.messages.map(\.seq) == seqs && !page.hasMore)
          #expect(page.head.seq == 5)
        }
      }
      let known = try ann.synchronize(room, limit: 1).head
      let kept = try ann.answer(Synchronize(room, after: known, limit: 2, latest: 0))
      #expect(kept.verdict == .recovered, "that is asked only of another history")
    },
    ContractCase("a position ahead of the room is wound back to the newest message") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let head = try ann.publish(5, in: room)[4].position
      for seq in [6, 1_000, Position.greatestSeq] {
        let page = try ann.synchronize(
          room, after: Position(epoch: head.epoch, generation: 0, seq: seq, identity: "future"))
        #expect(page.verdict == .rewind(base: head))
        #expect(page.messages.isEmpty && page.head == head && !page.hasMore)
      }
    },
    ContractCase("a page has at most the messages asked for, whatever is asked for") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let start = try ann.synchronize(room).head
      try ann.publish(3, in: room)
      for (limit, count) in [(Int.min, 1), (0, 1), (1, 1), (2, 2), (Int.max, 3)] {
        #expect(try ann.synchronize(room, after: start, limit: limit).messages.count == count)
        #expect(try ann.history(room, .after(seq: 0), limit: limit).messages.count == count)
      }
    },
  ]
}
