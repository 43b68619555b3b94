import Base
import EventLoop
import Glibc
import Testing

@Suite("Connecting")
struct ConnectingTests {
  @Test("what is written before the connection stands is sent once it does")
  func earlyWrite() throws {
    let bench = try Bench()
    let handler = Recorder()
    let client = bench.connect(handler)
    client.write(Array("early".utf8))
    client.closeAfterFlush()
    try bench.turn { handler.closedReason != nil }
    #expect(bench.handlers.first?.text == "early")
    #expect(handler.closedReason == .local)
  }

  @Test("a refused connection is told as such, not from within the call")
  func refused() throws {
    let bench = try Bench()
    // Nobody has listened there: a listener that was closed is still had by a process that another test is starting, until that
    // is the other program.
    let address = try #require(SocketAddress(ip: "127.77.0.2", port: 1))
    let handler = Recorder()
    _ = Stream.connect(bench.reactor, to: address, timeout: .seconds(60), handler: handler)
    #expect(handler.calls.isEmpty)
    try bench.turn { handler.closedReason != nil }
    #expect(handler.closedReason == .failure(SystemError(number: ECONNREFUSED, call: "connect")))
    #expect(handler.calls == ["closed"])
  }

  @Test("a peer that never answers runs into the time limit")
  func timeout() throws {
    let reactor = try Reactor()
    // A backlog that is full makes the kernel drop further requests to connect.
    let listener = try Listener(reactor, address: .loopback(port: 0), backlog: 0) { _ in }
    listener.pause()
    let address = try #require(listener.localAddress)
    let handlers = (0..<4).map { _ in Recorder() }
    for handler in handlers {
      _ = Stream.connect(reactor, to: address, timeout: .milliseconds(100), handler: handler)
    }
    let limit = Clock.monotonic + .seconds(60)
    while handlers.allSatisfy({ $0.closedReason == nil }), Clock.monotonic < limit {
      reactor.turn(timeout: .milliseconds(50))
    }
    let reasons = handlers.compactMap(\.closedReason)
    #expect(!reasons.isEmpty)
    #expect(reasons.allSatisfy { $0 == .failure(SystemError(number: ETIMEDOUT, call: "connect")) })
  }

  @Test("closing while connecting is told once")
  func closeWhileConnecting() throws {
    let bench = try Bench()
    let handler = Recorder()
    bench.connect(handler).close()
    try bench.turn { handler.closedReason != nil }
    #expect(handler.calls == ["closed"])
    #expect(handler.closedReason == .local)
  }

  @Test("IPv6 connects too")
  func ipv6() throws {
    let any = try #require(SocketAddress("[::1]:0"))
    guard let bench = try? Bench(address: any) else { return }
    let (client, _, server, _) = try bench.pair()
    #expect(server.remoteAddress?.ip == "::1")
    #expect(server.remoteAddress == client.localAddress)
  }
}
