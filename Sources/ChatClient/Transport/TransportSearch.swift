/// Which way to take: WebSocket, until it turns out that it is blocked where the participant is, and again every now and
/// then, since networks change.
struct TransportSearch {
  /// WebSockets that never came up, while plain HTTP is answered, before long-polling is used.
  static let failuresBeforePolling = 2

  /// The only way that may be taken; `nil` for the one that works.
  private let forced: TransportKind?
  /// The way that the next connection takes.
  private(set) var kind: TransportKind
  private var failures = 0

  init(forced: TransportKind?) {
    self.forced = forced
    kind = forced ?? .webSocket
  }

  /// Whether a connection of this kind is only used for want of a better one.
  func isSecondBest(_ kind: TransportKind) -> Bool { forced == nil && kind == .poll }

  /// Whether there is another one to try.
  func hasAnotherWay(than kind: TransportKind) -> Bool { forced == nil && kind == .webSocket }

  mutating func cameUp(_ kind: TransportKind) {
    if kind == .webSocket { failures = 0 }
  }

  /// A connection never came up.
  /// - Returns: whether to ask now if plain HTTP is answered, which would mean that WebSocket is blocked.
  mutating func failed(_ kind: TransportKind) -> Bool {
    guard hasAnotherWay(than: kind) else { return false }
    failures += 1
    return failures >= Self.failuresBeforePolling
  }

  /// It is answered.
  mutating func webSocketIsBlocked() {
    if forced == nil { kind = .poll }
  }

  /// It is time to see whether WebSocket works by now. One failure is enough to stay.
  mutating func tryWebSocket() {
    guard forced == nil else { return }
    kind = .webSocket
    failures = Self.failuresBeforePolling - 1
  }
}
