/// Connections that something is expected of within a fixed time, in the order in which the time runs out: no timer
/// each, and nothing to be done when what was expected happens.
struct TimeoutQueue {
  private struct Entry {
    let connection: WebSocketConnection
    let deadline: UInt32
    let mark: UInt32
  }

  /// Seconds.
  private let timeout: UInt32
  private var entries: [Entry] = []
  private var first = 0

  init(timeout: UInt32) { self.timeout = timeout }

  var count: Int { entries.count - first }

  /// - Parameter mark: given back when the time is over, so that the connection can tell whether something happened.
  mutating func add(_ connection: WebSocketConnection, mark: UInt32 = 0, at second: UInt32) {
    entries.append(Entry(connection: connection, deadline: second &+ timeout, mark: mark))
  }

  /// Lets go of those of whom nothing is expected any more, so that they don't live on here until their time.
  mutating func forget(where isSettled: (WebSocketConnection) -> Bool) {
    guard count > 0 else { return }
    entries = entries[first...].filter { !isSettled($0.connection) }
    first = 0
  }

  /// Takes out one whose time is over.
  mutating func popDue(at second: UInt32) -> (connection: WebSocketConnection, mark: UInt32)? {
    guard first < entries.count, entries[first].deadline <= second else { return nil }
    let entry = entries[first]
    first += 1
    if first == entries.count {
      entries = []
      first = 0
    } else if first >= 1_024, first * 2 >= entries.count {
      entries.removeFirst(first)
      first = 0
    }
    return (entry.connection, entry.mark)
  }
}
