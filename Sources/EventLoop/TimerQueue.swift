import Base

/// The timers in the order of their deadlines: a binary heap in which each timer knows its place, so that cancelling
/// costs no search and leaves nothing behind.
final class TimerQueue {
  private struct Entry {
    var deadline: Instant
    /// Timers of one deadline fire in the order in which they were made.
    var order: UInt64
    let timer: Timer

    func isBefore(_ other: Entry) -> Bool {
      deadline != other.deadline ? deadline < other.deadline : order < other.order
    }
  }

  private var heap: [Entry] = []
  private var nextOrder: UInt64 = 0

  /// When the next timer is due.
  var nextDeadline: Instant? { heap.first?.deadline }
  var count: Int { heap.count }

  func add(_ timer: Timer, at deadline: Instant) {
    timer.place = heap.count
    heap.append(Entry(deadline: deadline, order: nextOrder, timer: timer))
    nextOrder += 1
    rise(from: heap.count - 1)
  }

  func remove(_ timer: Timer) {
    let place = timer.place
    guard heap.indices.contains(place), heap[place].timer === timer else { return }
    timer.place = -1
    let last = heap.removeLast()
    guard place < heap.count else { return }
    put(last, at: place)
    rise(from: place)
    sink(from: last.timer.place)
  }

  /// Fires what is due at `now`. Timers made meanwhile wait for the next call, so that one that makes itself anew with no
  /// delay cannot hold up the loop.
  func fireDue(at now: Instant) {
    let limit = nextOrder
    while let first = heap.first, first.deadline <= now, first.order < limit {
      remove(first.timer)
      first.timer.fire()
      if first.timer.isActive, let interval = first.timer.interval {
        add(first.timer, at: max(first.deadline + interval, now))
      }
    }
  }

  /// Forgets all timers and what their bodies hold.
  func removeAll() {
    let timers = heap.map(\.timer)
    for timer in timers { timer.cancel() }
  }

  private func put(_ entry: Entry, at place: Int) {
    heap[place] = entry
    entry.timer.place = place
  }

  private func rise(from start: Int) {
    var place = start
    let entry = heap[place]
    while place > 0, entry.isBefore(heap[(place - 1) / 2]) {
      put(heap[(place - 1) / 2], at: place)
      place = (place - 1) / 2
    }
    put(entry, at: place)
  }

  private func sink(from start: Int) {
    var place = start
    let entry = heap[place]
    while 2 * place + 1 < heap.count {
      var child = 2 * place + 1
      if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
      guard heap[child].isBefore(entry) else { break }
      put(heap[child], at: place)
      place = child
    }
    put(entry, at: place)
  }
}
