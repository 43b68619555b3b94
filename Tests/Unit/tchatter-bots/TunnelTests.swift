import Base
import EventLoop
import Testing

@testable import tchatter_bots

@Suite struct TunnelTests {
  private final class Fixed: Entropy {
    func next() -> UInt64 { 7 }
  }

  @Test func `only who has the secret has proven it`() throws {
    let secret = TunnelSecret(Fixed())
    let proxy = secret.proxy(port: 81)
    #expect(proxy.hasPrefix("http://relay:") && proxy.hasSuffix("@127.0.0.1:81"))
    let words = Array(proxy.utf8.dropFirst("http://".utf8.count).prefix { $0 != UInt8(ascii: "@") })
    #expect(secret.isProven(by: "Basic " + Base64.encode(words)))
    #expect(!secret.isProven(by: "Basic " + Base64.encode(words + [0])))
    #expect(!secret.isProven(by: Base64.encode(words)) && !secret.isProven(by: "") && !secret.isProven(by: nil))
  }

  @Test(arguments: [("https://a/x", "a:443"), ("https://1.2.3.4:8443/", "1.2.3.4:8443")])
  func `a client names the receiver with its port`(_ url: String, _ target: String) throws {
    #expect(try WebhookAddress(url).tunnelTarget == target)
  }

  /// One that says nothing.
  private final class Silent: StreamHandler {
    private(set) var isClosed = false

    func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {}
    func stream(_ stream: Stream, closed reason: CloseReason) { isClosed = true }
  }

  @Test func `of more connections than requests that say nothing the oldest goes, and that alone`() throws {
    let reactor = try Reactor()
    let setting = Tunnel.Setting(address: try WebhookAddress("https://1.2.3.4/"), allowsPrivate: false)
    let tunnel = try Tunnel(setting, secret: TunnelSecret(Fixed()), headLimit: .seconds(3_600), reactor: reactor)
    defer { tunnel.close() }
    tunnel.callsUnderWay = { 20 }
    var clients: [(stream: Stream, handler: Silent)] = []
    for _ in 0..<(20 + 16 + 2) {
      let handler = Silent()
      let stream = Stream.connect(
        reactor, to: .loopback(port: tunnel.port), timeout: .seconds(60), handler: handler)
      clients.append((stream, handler))
      try turn(reactor) { stream.isConnected || handler.isClosed }
    }
    try turn(reactor) { clients[1].handler.isClosed }
    #expect(clients.filter(\.handler.isClosed).count == 2 && clients[0].handler.isClosed)
    for client in clients { client.stream.close() }
  }

  @Test func `who comes while it does other things is connected all the same, however many at once`() throws {
    let (busy, reactor) = (try Reactor(), try Reactor())
    let setting = Tunnel.Setting(address: try WebhookAddress("https://1.2.3.4/"), allowsPrivate: false)
    let tunnel = try Tunnel(setting, secret: TunnelSecret(Fixed()), reactor: busy)
    defer { tunnel.close() }
    // As many as wait where nothing takes them: of more than the kernel completes ahead, the rest would be here in vain.
    let clients = (0..<110).map { _ in
      let handler = Silent()
      let to = SocketAddress.loopback(port: tunnel.port)
      return (stream: Stream.connect(reactor, to: to, timeout: .seconds(60), handler: handler), handler: handler)
    }
    try turn(reactor) { clients.allSatisfy { $0.stream.isConnected || $0.handler.isClosed } }
    #expect(clients.count { $0.stream.isConnected } == clients.count)
    for client in clients { client.stream.close() }
  }

  private func turn(_ reactor: Reactor, until condition: () -> Bool) throws {
    let limit = Clock.monotonic + .seconds(120)
    while !condition() {
      try #require(Clock.monotonic < limit)
      reactor.turn(timeout: .milliseconds(50))
    }
  }
}
