import Base
import EventLoop

@testable import ChatClient

/// What networks do to WebSockets that they do not like.
enum WebSocketFate: CaseIterable {
  /// The connection is cut.
  case cut
  /// It is answered by a status.
  case refused
  /// It is let through, but nothing ever comes back.
  case swallowed
}

/// A balancer for tests: passes connections on to one of its targets, and cuts them when told to.
final class Relay {
  /// Where connections go; the next one to `targets[next]`.
  var targets: [SocketAddress] = []
  var next = 0
  /// Whether `next` moves on with each connection.
  var rotates = true
  /// Cuts a connection after so many bytes towards the client: in the middle of a frame as well as between two.
  var cutAfter: (() -> Int)?
  /// How many more connections are cut so; then none.
  var cutsLeft = 0
  /// Takes in no data from the servers any more: their connections are as good as dead.
  var isFrozen = false { didSet { for pair in pairs { pair.freeze(isFrozen) } } }
  /// What it does to requests for a WebSocket; nothing when absent.
  var webSocketFate: WebSocketFate?
  private(set) var accepted = 0
  private(set) var cuts = 0
  /// Connections that were turned away because there was no target.
  private(set) var refused = 0
  private let reactor: Reactor
  private var listener: Listener?
  fileprivate var pairs: [RelayPair] = []

  init(_ reactor: Reactor) throws {
    self.reactor = reactor
    listener = try Listener(reactor, address: .loopback(port: 0)) { [unowned self] in accept($0) }
  }

  var address: String { listener?.localAddress?.description ?? "" }

  private func accept(_ client: Stream) {
    guard !targets.isEmpty else {
      refused += 1
      return client.abort()
    }
    accepted += 1
    let target = targets[next % targets.count]
    if rotates { next += 1 }
    let allowance = cutsLeft > 0 ? cutAfter?() : nil
    let pair = RelayPair(self, client: client, allowance: allowance)
    pair.server = Stream.connect(reactor, to: target, timeout: .seconds(60), handler: pair)
    client.handler = pair
    pairs.append(pair)
  }

  /// Cuts everything at once, as a dying machine does.
  func cutAll() {
    for pair in pairs { pair.cut() }
  }

  fileprivate func wasCut() {
    cuts += 1
    if cutsLeft > 0 { cutsLeft -= 1 }
  }

  fileprivate func ended(_ pair: RelayPair) { pairs.removeAll { $0 === pair } }

  var open: Int { pairs.count }
}

private final class RelayPair: StreamHandler {
  private unowned let relay: Relay
  private let client: Stream
  var server: Stream?
  private var allowance: Int?

  init(_ relay: Relay, client: Stream, allowance: Int?) {
    self.relay = relay
    self.client = client
    self.allowance = allowance
  }

  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    if stream === client, bytes.starts(with: "GET /ws".utf8), let fate = relay.webSocketFate {
      meet(fate)
    } else if stream === client {
      server?.write(Array(bytes))
    } else if let left = allowance, left <= bytes.count {
      client.write(Array(bytes.prefix(left)))
      client.closeAfterFlush()
      server?.abort()
      allowance = nil
      relay.wasCut()
    } else {
      allowance = allowance.map { $0 - bytes.count }
      client.write(Array(bytes))
    }
  }

  private func meet(_ fate: WebSocketFate) {
    switch fate {
    case .cut: cut()
    case .refused:
      client.write(Array("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".utf8))
      client.closeAfterFlush()
    case .swallowed: server?.pauseReading()
    }
  }

  func freeze(_ isFrozen: Bool) {
    if isFrozen { server?.pauseReading() } else { server?.resumeReading() }
  }

  func cut() {
    client.abort()
    server?.abort()
    relay.wasCut()
  }

  func stream(_ stream: Stream, closed reason: CloseReason) {
    if stream === client { server?.closeAfterFlush() } else { client.closeAfterFlush() }
    relay.ended(self)
  }
}
