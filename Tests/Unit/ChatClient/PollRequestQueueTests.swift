import Testing

@testable import ChatClient

@Suite("What a polling participant asks")
struct PollRequestQueueTests {
  private func request(_ number: Int, bytes: Int = 1) -> [UInt8] { Array(repeating: UInt8(number), count: bytes) }

  @Test("goes in one call after the other, in order, and stays until it is answered")
  func order() {
    var queue = PollRequestQueue()
    let nothing = queue.next()
    #expect(nothing == nil && queue.isEmpty)
    for number in 1...2 { queue.append(request(number)) }
    let first = queue.next()
    #expect(first == [request(1), request(2)] && queue.isAsking)
    queue.append(request(3))
    let beside = queue.next()
    #expect(beside == nil, "one call at a time")
    queue.answered()
    #expect(!queue.isEmpty && !queue.isAsking)
    let second = queue.next()
    #expect(second == [request(3)])
    queue.answered()
    #expect(queue.isEmpty)
  }

  @Test("goes as many at once as a call may hold, and one that is longer than that alone")
  func bounds() {
    var queue = PollRequestQueue()
    for number in 0..<40 { queue.append(request(number)) }
    var counts: [Int] = []
    for bytes in [100 << 10, 28 << 10, 1, 200 << 10, 1] { queue.append(request(0, bytes: bytes)) }
    while let batch = queue.next() {
      counts.append(batch.count)
      queue.answered()
    }
    #expect(counts == [32, 9, 2, 1, 1])
  }
}
