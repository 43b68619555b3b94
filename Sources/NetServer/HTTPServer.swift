import Base
import EventLoop
import HTTP

/// What one listener serves: its routes, its timeout, and the connections that still speak HTTP.
///
/// No connection has a timer of its own: a sweep once a second looks at all of them. Those that have become WebSockets
/// are no longer among them.
package final class HTTPServer {
  /// Connections beyond the limit that are heard out at once before they are turned away.
  static let refusalsAtOnce = 64

  package let router: Router
  package let timeouts: ClientTimeouts
  package let trustedProxies: TrustedProxies
  /// Seconds of the loop's clock.
  package private(set) var second: UInt32
  package private(set) var counters = HTTPCounters()
  private var connections = SlotArray<HTTPConnection>()
  private let reactor: Reactor
  private var date: (second: Int64, text: String) = (-1, "")
  /// Those that are idle, the one that has been it for longest last; found anew once a second, where one must go.
  private var idle: [HTTPConnection]?
  /// How many connections are heard out only to be turned away.
  private var refusals = 0
  /// Whether there are as many connections as there may be.
  package var isFull: () -> Bool = { false }
  /// Whether responses end their connections, because the instance is stopping.
  package var isClosing = false

  package init(router: Router, timeouts: ClientTimeouts, trustedProxies: TrustedProxies, reactor: Reactor) {
    self.router = router
    self.timeouts = timeouts
    self.trustedProxies = trustedProxies
    self.reactor = reactor
    second = reactor.now.second
  }

  /// How many connections speak HTTP now, without those that are turned away.
  package var count: Int { connections.count - refusals }

  /// Whether one more connection can be had, if only to be told that there is no room.
  package var hasPlace: Bool { !isFull() || makeRoom() || refusals < Self.refusalsAtOnce }

  package func accept(_ stream: Stream) {
    counters.accepted += 1
    let isRefused = isFull()
    if isRefused {
      counters.refused += 1
      refusals += 1
    }
    let connection = HTTPConnection(stream, server: self, number: counters.accepted, isRefused: isRefused)
    connections.add(connection)
    stream.handler = connection
  }

  func remove(_ connection: HTTPConnection) {
    if connections.remove(connection), connection.isRefused { refusals -= 1 }
  }

  /// Ends the connection that has been idle for longest.
  /// - Returns: whether there was one.
  private func makeRoom() -> Bool {
    var idle =
      idle ?? connections.elements.filter { $0.isSpare(at: second) }.sorted { $0.idleSince > $1.idleSince }
    defer { self.idle = idle }
    while let connection = idle.popLast() {
      guard connection.isSpare(at: second) else { continue }
      counters.displaced += 1
      connection.giveUp()
      return true
    }
    return false
  }

  /// Closes those whose time is up. To be called once a second.
  package func sweep() {
    second = reactor.now.second
    idle = nil
    for connection in connections.elements.filter({ $0.deadline <= second }) {
      counters.timedOut += 1
      connection.giveUp()
    }
  }

  /// Ends what is idle; what is being answered ends with its answer.
  package func closeIdle() {
    isClosing = true
    for connection in connections.elements where connection.isIdle { connection.giveUp() }
  }

  /// Goes on with a connection in the next turn, when what it has written so far has been handed to the kernel.
  func resumeLater(_ connection: HTTPConnection) {
    // Not 0: what is due now is done in this turn, before the flush.
    reactor.after(.nanoseconds(1)) { [weak connection] in connection?.resume() }
  }

  func answered(_ status: Int) { counters.count(status) }

  /// The `Date` field's value (RFC 9110, section 6.6.1), made once a second.
  var httpDate: String {
    let now = reactor.wallClock
    if date.second != now / 1_000 { date = (now / 1_000, Timestamp(now).httpDate) }
    return date.text
  }
}

/// What a server has done so far.
package struct HTTPCounters {
  package internal(set) var accepted = 0
  package internal(set) var timedOut = 0
  /// Requests with a longer body than is read.
  package private(set) var tooLarge = 0
  /// Idle ones that were closed for others.
  package internal(set) var displaced = 0
  /// Those for which there was no room.
  package internal(set) var refused = 0
  /// By the status's first digit, 1–5.
  package private(set) var responses = [Int](repeating: 0, count: 6)

  mutating func count(_ status: Int) {
    responses[min(max(status / 100, 0), 5)] += 1
    if status == 413 { tooLarge += 1 }
  }
}
