import Base
import EventLoop
import Testing

/// A reactor with a listener on loopback; each accepted stream gets a recorder.
final class Bench {
  let reactor: Reactor
  private(set) var listener: Listener?
  var accepted: [Stream] = []
  var handlers: [Recorder] = []
  var onAccept: ((Stream, Recorder) -> Void)?

  init(
    _ configuration: Reactor.Configuration = .init(), address: SocketAddress = .loopback(port: 0),
    sendBuffer: Int32? = nil
  ) throws {
    reactor = try Reactor(configuration)
    listener = try Listener(reactor, address: address, sendBuffer: sendBuffer) { [unowned self] stream in
      let handler = Recorder()
      stream.handler = handler
      accepted.append(stream)
      handlers.append(handler)
      onAccept?(stream, handler)
    }
  }

  /// What the tests hang on these may refer to each other.
  deinit {
    onAccept = nil
    for handler in handlers { handler.forget() }
  }

  var address: SocketAddress { listener?.localAddress ?? .loopback(port: 0) }

  func connect(_ handler: Recorder, timeout: TimeSpan = .seconds(120)) -> Stream {
    Stream.connect(reactor, to: address, timeout: timeout, handler: handler)
  }

  /// A client and the server's side of it.
  func pair() throws -> (client: Stream, clientHandler: Recorder, server: Stream, serverHandler: Recorder) {
    let handler = Recorder()
    let before = accepted.count
    let client = connect(handler)
    try turn { client.isConnected && accepted.count > before }
    return (client, handler, try #require(accepted.last), try #require(handlers.last))
  }

  /// Turns until `condition` holds; fails after two minutes.
  func turn(until condition: () -> Bool) throws {
    let limit = Clock.monotonic + .seconds(120)
    while !condition() {
      try #require(Clock.monotonic < limit, "the condition did not come true within two minutes")
      reactor.turn(timeout: .milliseconds(50))
    }
  }
}
