import Base
import EventLoop
import Glibc
import Testing

@Suite("Listening")
struct ListenerTests {
  @Test("two thousand connections are all accepted and served")
  func many() throws {
    let bench = try Bench()
    bench.onAccept = { _, handler in handler.onReceived = { stream, bytes in stream.write(Array(bytes)) } }
    let handlers = (0..<2000).map { _ in Recorder() }
    let clients = handlers.map { handler in
      let client = bench.connect(handler)
      client.write([1, 2, 3])
      return client
    }
    try bench.turn { handlers.allSatisfy { $0.received == [1, 2, 3] } }
    #expect(bench.accepted.count == 2000)
    for client in clients { client.close() }
    try bench.turn { bench.handlers.allSatisfy { $0.closedReason != nil } }
  }

  @Test("without descriptors left, connections are turned away at little cost, and accepted again later")
  func outOfDescriptors() async {
    await #expect(processExitsWith: .success) {
      let bench = try Bench()
      bench.listener?.refusal = Array("full".utf8)
      let first = try bench.pair()
      // The clients' descriptors are taken first, so that only accepting hits the limit.
      let handlers = (0..<40).map { _ in Recorder() }
      let clients = handlers.map { bench.connect($0) }
      var limit = rlimit(rlim_cur: 0, rlim_max: 0)
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      limit.rlim_cur = rlim_t(try openDescriptors() + 2)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)

      try bench.turn { handlers.contains { $0.closedReason != nil } }
      #expect((bench.listener?.refusedCount ?? 0) > 0)
      #expect(handlers.filter { $0.closedReason != nil }.contains { $0.text == "full" })
      let turns = bench.reactor.turns
      let until = Clock.monotonic + .milliseconds(300)
      while Clock.monotonic < until { bench.reactor.turn(timeout: .milliseconds(50)) }
      try #require(bench.reactor.turns - turns < 200, "the loop spun")

      first.server.write([5])
      try bench.turn { first.clientHandler.received == [5] }
      // None of them waits any more, and could be taken for the one that comes late.
      try bench.turn { bench.accepted.count + Int(bench.listener?.refusedCount ?? 0) == 1 + clients.count }
      for client in clients { client.close() }
      for stream in bench.accepted.dropFirst() { stream.close() }
      let late = try bench.pair()
      late.client.write([6])
      try bench.turn { late.serverHandler.received == [6] }
    }
  }

  @Test("a connection that is not admitted reads the refusal and its end, even when it has sent something")
  func notAdmitted() throws {
    let bench = try Bench()
    bench.listener?.refusal = Array("HTTP/1.1 503 Service Unavailable\r\n\r\n".utf8)
    bench.listener?.admits = { [unowned bench] in bench.accepted.count < 2 }
    _ = try bench.pair()
    _ = try bench.pair()
    let handler = Recorder()
    let client = bench.connect(handler)
    client.write([UInt8](repeating: 65, count: 10_000))
    try bench.turn { handler.closedReason != nil }
    #expect(handler.text.hasPrefix("HTTP/1.1 503"))
    #expect(handler.calls == ["connected", "ended", "closed"])
    #expect(bench.listener?.refusedCount == 1)
    #expect(bench.accepted.count == 2)
  }

  @Test("a paused listener leaves connections waiting, a closed one refuses them")
  func pauseAndClose() throws {
    // An address of its own: on the common one a test beside this one may be given the port that is let go.
    let bench = try Bench(address: try #require(SocketAddress(ip: "127.77.0.1", port: 0)))
    bench.listener?.pause()
    let handler = Recorder()
    let client = bench.connect(handler)
    try bench.turn { client.isConnected }
    for _ in 0..<3 { bench.reactor.turn(timeout: .milliseconds(1)) }
    #expect(bench.accepted.isEmpty)
    bench.listener?.resume()
    try bench.turn { bench.accepted.count == 1 }
    let address = bench.address
    bench.listener?.close()
    bench.listener?.close()
    #expect(bench.listener?.localAddress == nil)
    // A process that another test is starting has it as well, until it is the other program: for a moment.
    var late: Recorder?
    try bench.turn {
      if let reason = late?.closedReason {
        guard reason != .failure(SystemError(number: ECONNREFUSED, call: "connect")) else { return true }
        late = nil
      }
      if late == nil {
        let next = Recorder()
        _ = Stream.connect(bench.reactor, to: address, timeout: .seconds(60), handler: next)
        late = next
      }
      return false
    }
  }

  @Test("an address in use is one clear error")
  func inUse() throws {
    let bench = try Bench()
    let error = #expect(throws: SystemError.self) {
      _ = try Listener(bench.reactor, address: bench.address) { _ in }
    }
    #expect(error?.description == "bind \(bench.address): Address already in use")
  }
}
