import Base
import Testing

@Suite struct QueueTests {
  /// Tells when it goes.
  private final class Token {
    let onEnd: () -> Void
    init(_ onEnd: @escaping () -> Void) { self.onEnd = onEnd }
    deinit { onEnd() }
  }

  @Test(arguments: [1, 63, 64, 65, 1_000, 5_000])
  func `what goes in comes out in its order, however the turns mix`(_ lead: Int) {
    var queue = Queue<Int>()
    var taken: [Int] = []
    for number in 0..<20_000 {
      queue.append(number)
      if queue.count > lead, let next = queue.popFirst() { taken.append(next) }
    }
    #expect(queue.count == lead)
    #expect(queue.first == 20_000 - lead && queue.last == 19_999)
    #expect(Array(queue) == Array(20_000 - lead..<20_000))
    while let next = queue.popFirst() { taken.append(next) }
    #expect(taken == Array(0..<20_000))
    #expect(queue.isEmpty)
  }

  @Test func `several are taken at once, and no more than there are`() {
    var queue = Queue<Int>()
    for number in 0..<200 { queue.append(number) }
    queue.removeFirst(70)
    #expect(queue.first == 70 && queue.count == 130)
    queue.removeFirst(-1)
    #expect(queue.count == 130)
    queue.removeFirst(1_000)
    #expect(queue.isEmpty)
    #expect(queue.popFirst() == nil)
    queue.append(7)
    #expect(Array(queue) == [7])
  }

  @Test func `those that are not wanted go from between the others`() {
    var queue = Queue<Int>()
    for number in 0..<10 { queue.append(number) }
    queue.removeFirst(3)
    queue.removeAll { $0 % 2 == 0 }
    #expect(Array(queue) == [3, 5, 7, 9])
  }

  @Test func `what was taken is let go of before long`() {
    var queue = Queue<Token>()
    var gone = 0
    for _ in 0..<1_000 { queue.append(Token { gone += 1 }) }
    for taken in 1...1_000 {
      _ = queue.popFirst()
      #expect(taken - gone <= max(63, 1_000 - taken), "no more are held than are left, but for a few")
    }
    #expect(gone == 1_000)
  }
}

@Suite struct TimeoutQueueTests {
  @Test func `each comes out when its time is over, in order, and not before`() {
    var queue = TimeoutQueue<String, UInt32>(timeout: 10)
    queue.add("a", at: 5)
    queue.add("b", at: 7)
    #expect(queue.popDue(at: 14) == nil)
    #expect(queue.popDue(at: 15) == "a")
    #expect(queue.popDue(at: 15) == nil)
    queue.add("c", at: 16)
    #expect(queue.popDue(at: 40) == "b")
    #expect(queue.popDue(at: 40) == "c")
    #expect(queue.popDue(at: 40) == nil)
    #expect(queue.count == 0)
  }

  @Test func `who has settled is not kept, and the others keep their time`() {
    var queue = TimeoutQueue<Int, Int64>(timeout: 10)
    for number in 0..<6 { queue.add(number, at: Int64(number)) }
    #expect(queue.popDue(at: 10) == 0)
    queue.forget { $0 % 2 == 1 }
    #expect(queue.count == 2)
    #expect(queue.popDue(at: 11) == nil)
    #expect(queue.popDue(at: 12) == 2)
    #expect(queue.popDue(at: 14) == 4)
  }

  @Test func `a time beyond the clock's end is its end`() {
    var queue = TimeoutQueue<Int, UInt32>(timeout: 10)
    queue.add(1, at: .max - 3)
    #expect(queue.popDue(at: .max - 1) == nil)
    #expect(queue.popDue(at: .max) == 1)
  }
}
