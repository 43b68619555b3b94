import Base
import EventLoop

@testable import RedisBroker

/// Something that takes connections as Redis does and answers as it is told to, so that answers can be tried which a real
/// Redis gives seldom or never.
final class FakeRedis {
  private var listener: Listener?
  private var connections: [Connection] = []
  /// What is answered to the commands that came in one piece, given how many there were and their text.
  var answer: (_ commands: Int, _ text: String) -> [UInt8]
  private(set) var accepted = 0

  init(_ reactor: Reactor, answer: @escaping (_ commands: Int, _ text: String) -> [UInt8]) throws {
    self.answer = answer
    listener = try Listener(reactor, address: .loopback(port: 0)) { [unowned self] stream in
      self.accepted += 1
      let connection = Connection(self)
      self.connections.append(connection)
      stream.handler = connection
    }
  }

  var port: UInt16 { listener?.localAddress?.port ?? 0 }

  private final class Connection: StreamHandler {
    private weak var redis: FakeRedis?
    init(_ redis: FakeRedis) { self.redis = redis }

    func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
      // Commands begin with an array's line; nothing sent in these tests holds a star at a line's beginning.
      let text = String(decoding: bytes, as: UTF8.self)
      let commands = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        .count { $0.first == "*" }
      // The scripts are longer than what is read at once: where no command begins, there is nothing to answer.
      if let redis, commands > 0 { stream.write(redis.answer(commands, text)) }
    }
    func stream(_ stream: Stream, closed reason: CloseReason) {}
  }
}

/// Passes bytes on between an instance and Redis, and can swallow what Redis says while the connection stays open.
final class Proxy {
  private let reactor: Reactor
  private let target: SocketAddress
  private var listener: Listener?
  /// Connections by the order in which they came.
  private(set) var pairs: [Pair] = []
  /// So many of the next connections are reset at once.
  var refusals = 0

  init(_ reactor: Reactor, to port: UInt16) throws {
    self.reactor = reactor
    target = .loopback(port: port)
    listener = try Listener(reactor, address: .loopback(port: 0)) { [unowned self] stream in
      if self.refusals > 0 {
        self.refusals -= 1
        return stream.abort()
      }
      self.pairs.append(Pair(stream, self.reactor, self.target))
    }
  }

  var port: UInt16 { listener?.localAddress?.port ?? 0 }

  /// Swallows what Redis says on the connections on which something was subscribed.
  func deafenSubscribers() {
    for pair in pairs where pair.isSubscriber { pair.isDeaf = true }
  }

  final class Pair {
    fileprivate(set) var isSubscriber = false
    var isDeaf = false

    fileprivate init(_ client: Stream, _ reactor: Reactor, _ target: SocketAddress) {
      let back = Side(self, isClient: false)
      let server = Stream.connect(reactor, to: target, timeout: .seconds(1), handler: back)
      let front = Side(self, isClient: true)
      front.other = server
      back.other = client
      client.handler = front
    }
  }

  private final class Side: StreamHandler {
    private let pair: Pair
    private let isClient: Bool
    weak var other: Stream?
    init(_ pair: Pair, isClient: Bool) {
      self.pair = pair
      self.isClient = isClient
    }

    func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
      if isClient, String(decoding: bytes, as: UTF8.self).contains("SUBSCRIBE") { pair.isSubscriber = true }
      if isClient || !pair.isDeaf { other?.write(Array(bytes)) }
    }
    func stream(_ stream: Stream, closed reason: CloseReason) { other?.abort() }
  }
}
