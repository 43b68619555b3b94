import Base

/// Virtual time: what is to happen when, and nothing happens by itself. The same seed gives the same course.
final class Scheduler {
  private struct Event {
    let time: Instant
    let number: UInt64
    let body: () -> Void
  }

  private(set) var now = Instant.distantPast + .seconds(1)
  /// As milliseconds since 1970.
  var wallClock: Int64 { Int64((now - .distantPast).milliseconds) }
  private(set) var random: SplitMix64
  private var heap: [Event] = []
  private var numbers: UInt64 = 0

  /// The factor stays: a course is known by its seed.
  init(seed: UInt64) { random = SplitMix64(seed: seed &* 0x9E37_79B9_7F4A_7C15) }

  func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
  func chance(_ percent: Int) -> Bool { pick(1...100) <= percent }
  func pick<Element>(_ elements: [Element]) -> Element? { elements.randomElement(using: &random) }

  /// Does `body` a random time between two from now, in milliseconds.
  func after(_ milliseconds: ClosedRange<Double>, _ body: @escaping () -> Void) {
    at(now + .seconds(Double.random(in: milliseconds, using: &random) / 1_000), body)
  }

  func at(_ time: Instant, _ body: @escaping () -> Void) {
    numbers += 1
    heap.append(Event(time: max(time, now), number: numbers, body: body))
    var child = heap.count - 1
    while child > 0, isBefore(child, (child - 1) / 2) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Lets everything happen that is due until `time`.
  func run(until time: Instant) {
    while let first = heap.first, first.time <= time {
      now = first.time
      removeFirst()
      first.body()
    }
    now = max(now, time)
  }

  /// Forgets what was still to happen, and with it all that it holds.
  func end() { heap = [] }

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    (heap[a].time, heap[a].number) < (heap[b].time, heap[b].number)
  }

  private func removeFirst() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBefore(child, least) { least = child }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
