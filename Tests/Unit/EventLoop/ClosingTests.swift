import Base
import EventLoop
import Glibc
import Testing

@Suite("Closing a stream")
struct ClosingTests {
  @Test("closing after a flush delivers everything, then both sides are told once")
  func closeAfterFlush() throws {
    let bench = try Bench()
    let (client, clientHandler, server, serverHandler) = try bench.pair()
    server.write([UInt8](repeating: 7, count: 3_000_000))
    server.closeAfterFlush()
    client.write([1, 2, 3])
    try bench.turn { clientHandler.closedReason != nil && serverHandler.closedReason != nil }
    #expect(clientHandler.received.count == 3_000_000)
    #expect(serverHandler.closedReason == .local)
    #expect(serverHandler.calls == ["closed"])
    #expect(serverHandler.received.isEmpty)
  }

  @Test("a peer that goes on sending while the stream lingers is cut off")
  func lingerIsBounded() throws {
    var configuration = Reactor.Configuration()
    configuration.receiveBufferSize = 1024
    let bench = try Bench(configuration)
    let (client, clientHandler, server, serverHandler) = try bench.pair()
    clientHandler.onEnd = { _ in }
    server.write(Array("bye".utf8))
    server.closeAfterFlush()
    client.write([UInt8](repeating: 0, count: 1 << 20))
    try bench.turn { serverHandler.closedReason != nil && clientHandler.closedReason != nil }
    #expect(serverHandler.closedReason == .lingered)
    #expect(clientHandler.text == "bye")
  }

  @Test("a half-closed peer still gets the answer")
  func halfClose() throws {
    let bench = try Bench()
    let (client, clientHandler, _, serverHandler) = try bench.pair()
    serverHandler.onEnd = { stream in
      stream.write(Array("you said: ".utf8))
      stream.write(serverHandler.received)
      stream.closeAfterFlush()
    }
    client.write(Array("question".utf8))
    client.shutdownWrite()
    client.write(Array("too late".utf8))
    try bench.turn { clientHandler.closedReason != nil && serverHandler.closedReason != nil }
    #expect(clientHandler.text == "you said: question")
    #expect(clientHandler.calls == ["connected", "closed"])
    #expect(clientHandler.closedReason == .peer)
    #expect(serverHandler.closedReason == .local)
  }

  @Test("both sides that shut down their writing end without anybody closing")
  func bothHalves() throws {
    let bench = try Bench()
    let (client, clientHandler, server, serverHandler) = try bench.pair()
    clientHandler.onEnd = { _ in }
    serverHandler.onEnd = { _ in }
    client.shutdownWrite()
    try bench.turn { serverHandler.calls == ["ended"] }
    server.write([1])
    server.shutdownWrite()
    try bench.turn { clientHandler.closedReason != nil && serverHandler.closedReason != nil }
    #expect(clientHandler.closedReason == .peer)
    #expect(serverHandler.closedReason == .peer)
    #expect(clientHandler.received == [1])
  }

  @Test("an abort reaches the peer as a reset")
  func reset() throws {
    let bench = try Bench()
    let (_, clientHandler, server, serverHandler) = try bench.pair()
    server.abort()
    try bench.turn { clientHandler.closedReason != nil }
    #expect(clientHandler.closedReason == .failure(SystemError(number: ECONNRESET, call: "recv")))
    #expect(serverHandler.closedReason == .local)
  }

  @Test("a reset is noticed while reading is paused, and a hang-up then does not make the loop spin")
  func pausedReset() throws {
    let bench = try Bench()
    let (client, _, server, serverHandler) = try bench.pair()
    server.pauseReading()
    server.shutdownWrite()
    client.shutdownWrite()
    let turns = bench.reactor.turns
    let until = Clock.monotonic + .milliseconds(300)
    while Clock.monotonic < until { bench.reactor.turn(timeout: .milliseconds(20)) }
    // Fifteen, and one for each thing that happens.
    #expect(bench.reactor.turns - turns < 50, "the loop spun")
    #expect(serverHandler.closedReason == nil)

    let (other, _, paused, pausedHandler) = try bench.pair()
    paused.pauseReading()
    other.abort()
    try bench.turn { pausedHandler.closedReason != nil }
    #expect(pausedHandler.closedReason == .failure(SystemError(number: ECONNRESET, call: "poll")))
  }

  @Test("writing to a peer that has reset fails without a signal")
  func brokenPipe() throws {
    let bench = try Bench()
    let (client, _, server, serverHandler) = try bench.pair()
    server.pauseReading()
    client.abort()
    try bench.turn {
      server.write([UInt8](repeating: 1, count: 1000))
      return serverHandler.closedReason != nil
    }
  }

  @Test("the owner is told at the turn's end, never from within close, and only once")
  func toldLater() throws {
    let bench = try Bench()
    let (_, _, server, serverHandler) = try bench.pair()
    server.close()
    server.close()
    server.abort()
    server.closeAfterFlush()
    #expect(serverHandler.closedReason == nil)
    bench.reactor.turn(timeout: .zero)
    #expect(serverHandler.calls == ["closed"])
    #expect(server.handler == nil)
  }

  @Test("a closed stream ignores everything")
  func closedIsSafe() throws {
    let bench = try Bench()
    let (_, clientHandler, server, _) = try bench.pair()
    server.write([1])
    server.close()
    server.write([2])
    server.write(ByteSlice(copying: [3]))
    server.pauseReading()
    server.resumeReading()
    server.shutdownWrite()
    server.setSendBuffer(4096)
    try bench.turn { clientHandler.closedReason != nil }
    #expect(clientHandler.received.isEmpty)
    #expect(server.outboxCount == 0)
  }

  @Test("callbacks may close any stream, dirty ones included")
  func closingOthers() throws {
    let bench = try Bench()
    let pairs = try (0..<10).map { _ in try bench.pair() }
    pairs[0].serverHandler.onReceived = { _, _ in
      for pair in pairs { pair.server.write([9]) }
      for pair in pairs { pair.server.close() }
    }
    pairs[3].serverHandler.onClosed = { _ in for pair in pairs { pair.client.abort() } }
    for pair in pairs { pair.client.write([1]) }
    try bench.turn { pairs.allSatisfy { $0.serverHandler.closedReason != nil && $0.clientHandler.closedReason != nil } }
    #expect(pairs.allSatisfy { $0.serverHandler.calls.filter { $0 == "closed" }.count == 1 })
    #expect(pairs.allSatisfy { $0.clientHandler.calls.filter { $0 == "closed" }.count == 1 })
  }

  @Test("an event of a closed stream never reaches the stream that got its descriptor")
  func staleEvents() throws {
    let bench = try Bench()
    let first = try bench.pair()
    let second = try bench.pair()
    var strangers: [Recorder] = []
    // Both become readable in one round. The first to run closes the other and opens new streams, which get its
    // descriptor: the second event of the round is stale.
    for (own, other) in [(first, second), (second, first)] {
      own.serverHandler.onReceived = { [unowned bench] _, _ in
        other.server.close()
        for _ in 0..<4 {
          let stranger = Recorder()
          strangers.append(stranger)
          _ = bench.connect(stranger)
        }
      }
    }
    first.client.write([1])
    second.client.write([2])
    try bench.turn { strangers.count >= 4 && strangers.allSatisfy { $0.calls.first == "connected" } }
    #expect(strangers.count == 4)
    #expect(strangers.allSatisfy { $0.received.isEmpty && $0.closedReason == nil })
    #expect(first.serverHandler.received.count + second.serverHandler.received.count == 1)
  }

  @Test("a reactor that goes away takes its streams along and leaves no descriptor")
  func teardown() async {
    await #expect(processExitsWith: .success) {
      let before = try openDescriptors()
      for _ in 0..<50 {
        let bench = try Bench()
        let pair = try bench.pair()
        pair.server.write([1])
        pair.client.closeAfterFlush()
        bench.reactor.after(.seconds(1)) { pair.server.close() }
      }
      // The test library itself opens and closes one or two.
      let after = try openDescriptors()
      try #require(after < before + 50, "\(before) before, \(after) after")
    }
  }
}

/// How many descriptors this process has open.
func openDescriptors() throws -> Int {
  let directory = try #require(opendir("/proc/self/fd"))
  defer { closedir(directory) }
  var count = 0
  while readdir(directory) != nil { count += 1 }
  return count
}
