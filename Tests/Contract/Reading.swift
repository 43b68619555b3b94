import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Reading back.
  static let reading = [
    ContractCase("history is read back in pages in both directions") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let epoch = try ann.publish(10, in: room)[0].position.epoch
      let expected: [(HistoryRange, [UInt64], Bool)] = [
        (.before(seq: 11), [7, 8, 9, 10], true),
        (.before(seq: 7), [3, 4, 5, 6], true),
        (.before(seq: 3), [1, 2], false),
        (.before(seq: 5), [1, 2, 3, 4], false),
        (.before(seq: 1), [], false),
        (.before(seq: 0), [], false),
        (.before(seq: .max), [7, 8, 9, 10], true),
        (.after(seq: 0), [1, 2, 3, 4], true),
        (.after(seq: 4), [5, 6, 7, 8], true),
        (.after(seq: 6), [7, 8, 9, 10], false),
        (.after(seq: 8), [9, 10], false),
        (.after(seq: 10), [], false),
        (.after(seq: .max), [], false),
      ]
      for (range, seqs, hasMore) in expected {
        let page = try ann.history(room, range, limit: 4)
        #expect(page.messages.map(\.seq) == seqs && page.hasMore == hasMore, "\(range)")
        #expect(page.epoch == epoch)
      }
    },
    ContractCase("reading back does not make the room") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      for _ in 0..<2 {
        #expect(
          try ann.history(room, .before(seq: 5)) == HistoryPage(epoch: "", messages: [], hasMore: false))
      }
    },
  ]
}
