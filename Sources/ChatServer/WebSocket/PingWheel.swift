import Base

/// All open WebSocket connections, in as many spokes as the ping interval has seconds. Each second the connections of one
/// spoke have their turn: every connection once an interval, evenly spread, without a timer each.
struct PingWheel {
  private var spokes: [SlotArray<WebSocketConnection>]
  private var next = 0
  private(set) var count = 0

  /// - Parameter seconds: the ping interval, at least 1.
  init(seconds: Int) {
    spokes = Array(repeating: SlotArray(), count: min(max(seconds, 1), Int(UInt16.max)))
  }

  /// Takes a connection in; its turn comes a whole interval from now.
  mutating func add(_ connection: WebSocketConnection) {
    let spoke = (next + spokes.count - 1) % spokes.count
    connection.spoke = UInt16(truncatingIfNeeded: spoke)
    spokes[spoke].add(connection)
    count += 1
  }

  /// Harmless when it is not in.
  mutating func remove(_ connection: WebSocketConnection) {
    if spokes[Int(connection.spoke)].remove(connection) { count -= 1 }
  }

  /// Those whose turn it is; called once a second.
  mutating func advance() -> [WebSocketConnection] {
    next = (next + 1) % spokes.count
    return spokes[(next + spokes.count - 1) % spokes.count].elements
  }

  var all: [WebSocketConnection] { spokes.flatMap(\.elements) }
}
