import Bytes
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
    #expect(serverHandler.calls.filter { $0 == "closed" }.count == 1)
    #expect(serverHandler.received.isEmpty)
  }
}
