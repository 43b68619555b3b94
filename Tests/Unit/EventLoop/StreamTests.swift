import Base
import EventLoop
import Glibc
import Testing

@Suite("Streams")
struct StreamTests {
  @Test("what one side writes in a turn, the other receives")
  func echo() throws {
    let bench = try Bench()
    bench.onAccept = { _, handler in handler.onReceived = { stream, bytes in stream.write(Array(bytes)) } }
    let (client, handler, _, _) = try bench.pair()
    client.write(Array("hello ".utf8))
    client.write(Array("world".utf8))
    try bench.turn { handler.received.count == 11 }
    #expect(handler.text == "hello world")
  }

  @Test("an idle stream takes at most 112 bytes")
  func idleSize() throws {
    let bench = try Bench()
    let (client, _, _, _) = try bench.pair()
    typealias UsableSize = @convention(c) (UnsafeMutableRawPointer) -> Int
    let symbol = try #require(dlsym(nil, "malloc_usable_size"))
    let usableSize = unsafeBitCast(symbol, to: UsableSize.self)
    // The allocator's own eight bytes included.
    #expect(usableSize(Unmanaged.passUnretained(client).toOpaque()) + 8 <= 112)
  }

  @Test("a slow reader gets everything in order, and the writer is told once the outbox is empty")
  func shortWrites() throws {
    let bench = try Bench(sendBuffer: 16 * 1024)
    let (client, clientHandler, server, serverHandler) = try bench.pair()
    client.pauseReading()
    var expected: [UInt8] = []
    for number in 0..<2000 {
      let piece = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 1000 + number)
      expected += piece
      server.write(piece)
    }
    bench.reactor.turn(timeout: .zero)
    #expect(server.outboxCount > 0)
    #expect(!serverHandler.calls.contains("drained"))
    client.resumeReading()
    try bench.turn { serverHandler.calls.contains("drained") && clientHandler.received.count == expected.count }
    #expect(clientHandler.received == expected)
    #expect(server.outboxCount == 0)
    #expect(serverHandler.calls.filter { $0 == "drained" }.count == 1)
  }

  @Test("every byte that was given to a stream is waiting, written, or given up at its end")
  func traffic() throws {
    let bench = try Bench(sendBuffer: 16 * 1024)
    let (client, _, server, _) = try bench.pair()
    client.pauseReading()
    for _ in 0..<2000 { server.write([UInt8](repeating: 7, count: 1000)) }
    #expect(bench.reactor.traffic.queued == 2_000_000 && bench.reactor.traffic.written == 0)
    bench.reactor.turn(timeout: .zero)
    let waiting = UInt64(server.outboxCount)
    #expect(waiting > 0 && bench.reactor.traffic.waiting == waiting)
    #expect(bench.reactor.traffic.written == 2_000_000 - waiting)
    server.abort()
    bench.reactor.turn(timeout: .zero)
    #expect(bench.reactor.traffic.givenUp == waiting && bench.reactor.traffic.waiting == 0)
  }

  @Test("slices of one buffer reach many streams, merged when behind")
  func sharedSlices() throws {
    let bench = try Bench()
    let pairs = try (0..<20).map { _ in try bench.pair() }
    let buffer = SharedBuffer(capacity: 1 << 16)
    for number in 0..<300 {
      let start = buffer.count
      buffer.append(Array("message \(number);".utf8))
      let slice = buffer.slice(from: start, to: buffer.count)
      for pair in pairs { pair.server.write(slice) }
      if number % 50 == 0 { bench.reactor.turn(timeout: .zero) }
    }
    try bench.turn { pairs.allSatisfy { $0.clientHandler.received.count == buffer.count } }
    let expected = Array(buffer.slice(from: 0, to: buffer.count).bytes)
    #expect(pairs.allSatisfy { $0.clientHandler.received == expected })
  }

  @Test("received bytes may be changed where they are")
  func mutableBuffer() throws {
    let bench = try Bench()
    let (client, _, _, serverHandler) = try bench.pair()
    var seen: [UInt8] = []
    serverHandler.onReceived = { _, bytes in
      for index in bytes.indices { bytes[index] ^= 0xff }
      seen += bytes
    }
    client.write([1, 2, 3])
    try bench.turn { seen.count == 3 }
    #expect(seen == [254, 253, 252])
  }

  @Test("paused reading leaves the bytes in the kernel until it is resumed")
  func pause() throws {
    let bench = try Bench()
    let (client, _, server, serverHandler) = try bench.pair()
    server.pauseReading()
    client.write(Array("later".utf8))
    client.shutdownWrite()
    for _ in 0..<5 { bench.reactor.turn(timeout: .milliseconds(1)) }
    #expect(serverHandler.received.isEmpty && serverHandler.calls.isEmpty)
    server.resumeReading()
    try bench.turn { serverHandler.closedReason != nil }
    #expect(serverHandler.text == "later")
  }

  @Test("a stream reports its addresses until it is closed")
  func addresses() throws {
    let bench = try Bench()
    let (client, _, server, _) = try bench.pair()
    #expect(client.remoteAddress == bench.address)
    #expect(server.remoteAddress == client.localAddress)
    #expect(server.remoteAddress?.ip == "127.0.0.1")
    server.close()
    #expect(server.remoteAddress == nil)
  }
}
