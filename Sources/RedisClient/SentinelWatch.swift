import Base
import EventLoop

/// Listens to one sentinel, which tells at once when it has made another server the primary. It saves waiting for a
/// frozen primary to be noticed by its silence; whoever misses it notices nevertheless.
package final class SentinelWatch: RedisLinkOwner {
  private static let channel: StaticString = "+switch-master"
  /// A sentinel that is asked every second and says nothing for this long is given up.
  private static let silence: TimeSpan = .seconds(4)

  private let reactor: Reactor
  private let link: RedisLink
  private let name: String
  private var writer = CommandWriter()
  private var timer: Timer?
  private var heardAt: Instant = .distantPast
  /// Told the new primary's address.
  package var onSwitch: (RedisAddress) -> Void = { _ in }

  init(_ reactor: Reactor, _ configuration: RedisConfiguration, at sentinel: RedisAddress, for name: String) {
    self.reactor = reactor
    self.name = name
    link = RedisLink(reactor, configuration, to: .at(sentinel))
    link.owner = self
    link.greetings = { [unowned self] in
      // One that wants no password refuses it and does not mind.
      guard let command = authentication(&self.writer, configuration.server) else { return [] }
      return [RedisLink.Greeting(command: command, isOptional: true) { _ in }]
    }
  }

  /// One for each sentinel that the configuration names.
  package static func all(_ reactor: Reactor, _ configuration: RedisConfiguration) -> [SentinelWatch] {
    guard case .named(let name, let sentinels) = configuration.server.place else { return [] }
    return sentinels.map { SentinelWatch(reactor, configuration, at: $0, for: name) }
  }

  package func start() {
    timer = reactor.every(.seconds(1)) { [weak self] in self?.ping() }
    link.start()
  }

  package func end() {
    timer?.cancel()
    link.end()
  }

  func linkIsUp() {
    heardAt = reactor.now
    let command = writer.command {
      $0.add("SUBSCRIBE" as StaticString)
      $0.add(Self.channel)
    }
    link.write(command)
  }

  func linkIsDown(_ reason: String) {}

  private func ping() {
    guard link.isUp else { return }
    if reactor.now - heardAt > Self.silence { return link.lose("the sentinel is silent") }
    link.write(writer.command { $0.add("PING" as StaticString) })
  }

  func link(received reply: ReplyCursor) {
    if let error = reply.error { return link.lose(RedisFailure(reply: error).reason) }
    heardAt = reactor.now
    if let primary = Self.primary(toldBy: reply, name) { onSwitch(primary) }
  }

  /// The new primary's address, if that is what the sentinel pushed: `<name> <old host> <old port> <host> <port>`.
  static func primary(toldBy reply: ReplyCursor, _ name: String) -> RedisAddress? {
    var reply = reply
    guard reply.array() == 3, reply.text() == "message", reply.bytes() != nil, let payload = reply.bytes()
    else { return nil }
    var words = WordScanner(payload)
    guard words.word() == name, words.take() != nil, words.take() != nil, let host = words.word(), !host.isEmpty,
      let port = words.number(UInt16.self), port > 0
    else { return nil }
    return RedisAddress(host: host, port: port)
  }
}
