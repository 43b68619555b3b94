import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Reading back.
  static let history = [
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
    ContractCase("a page of history ends where it has its bytes, and says whether there are more") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      // 100 bytes each; the 50th more than a page has.
      for number in 1...60 {
        let body = #"{"text":""# + String(repeating: "x", count: number == 50 ? 2_000 : 89) + #""}"#
        try ann.publish(.sample("id\(number)", in: room, body: body))
      }
      let expected: [(HistoryRange, Int, [UInt64], Bool)] = [
        (.before(seq: 41), 1_000, Array(31...40), true), (.before(seq: 41), 1_001, Array(30...40), true),
        (.before(seq: 51), 1_000, [50], true), (.before(seq: 6), 500, Array(1...5), false),
        (.before(seq: 61), 1, [60], true), (.before(seq: 61), 0, [60], true),
        (.after(seq: 0), 4_000, Array(1...40), true), (.after(seq: 9), 3_300, Array(10...42), true),
        (.after(seq: 48), 101, [49, 50], true), (.after(seq: 49), 100, [50], true),
        (.after(seq: 50), 1_000, Array(51...60), false), (.after(seq: 50), 999, Array(51...60), false),
        (.after(seq: 20), 100_000, Array(21...60), false), (.before(seq: 61), 100_000, Array(1...60), false),
      ]
      for (range, bytes, seqs, hasMore) in expected {
        let page = try ann.answer(ReadHistory(of: room, range, limit: 100, bytes: bytes))
        #expect(page.messages.map(\.seq) == seqs && page.hasMore == hasMore, "\(range) \(bytes)")
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
