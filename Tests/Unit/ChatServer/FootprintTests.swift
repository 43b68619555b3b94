import Base
import EventLoop
import Testing
import WebSocket

@testable import Chat
@testable import ChatServer
@testable import ServerTestSupport

/// malloc(3)'s, which Swift's Glibc module leaves out.
@_silgen_name("malloc_usable_size") private func usableSize(_ pointer: UnsafeRawPointer) -> Int

/// What an idle client costs on both sides of the hub; there may be hundreds of thousands of them.
@Suite struct FootprintTests {
  @Test func `an idle WebSocket takes little memory`() throws {
    #expect(MemoryLayout<Codec>.size <= 48)
    let server = try TestServer()
    let visitor = try server.visitor("idle")
    let connection = try #require(server.instance.sockets.all.first)
    let stream = Stream.connect(
      server.reactor, to: try server.address(), timeout: .seconds(1), handler: RawClient())
    let client = try #require(server.instance.hub.clients.first)
    let sizes = [connection, stream, client].map { (object: AnyObject) in
      usableSize(Unmanaged.passUnretained(object).toOpaque()) + 8
    }
    #expect(sizes[0] + sizes[1] <= 240, "\(sizes)")
    #expect(sizes[2] <= 256, "\(sizes)")
    _ = visitor
  }
}
