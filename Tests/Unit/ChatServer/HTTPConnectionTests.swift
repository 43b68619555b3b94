import Base
import HTTP
import Testing

@testable import ChatServer
@testable import ServerTestSupport

@Suite struct HTTPConnectionTests {
  @Test func `pipelined requests are answered in their order`() throws {
    let server = try TestServer()
    let client = try server.connect()
    var text = ""
    let paths = (0..<50).map { ["/live", "/nothing", "/tchatter.js", "/session"][$0 % 4] }
    for path in paths { text += try server.request("GET", path) }
    client.send(text)
    #expect(server.turn { client.responses.count == paths.count })
    #expect(
      client.responses.map(\.status) == paths.map { ["/live": 200, "/nothing": 404, "/session": 401][$0] ?? 200 })
    #expect(!client.isClosed)
  }

  @Test func `a request that comes byte by byte is answered like any other`() throws {
    let server = try TestServer()
    let client = try server.connect()
    let text = try server.request("POST", "/session", body: #"{"name":"drip"}"#)
    for character in text {
      client.send(String(character))
      server.reactor.turn(timeout: .zero)
    }
    #expect(server.turn { client.responses.count == 1 })
    #expect(client.responses.first?.status == 201)
  }

  @Test func `a client that has ended its half still gets the answer`() throws {
    let server = try TestServer()
    let client = try server.connect()
    client.send(try server.request("GET", "/client/outbox.js"))
    client.endWriting()
    #expect(server.turn { client.isClosed })
    #expect(client.responses.first?.body.count == 100_000)
  }

  @Test func `a connection asked to close closes after its answer, and what follows is not answered`() throws {
    let server = try TestServer()
    let client = try server.connect()
    let last = try server.request("GET", "/live", fields: [("Connection", "close")])
    client.send(last + last)
    #expect(server.turn { client.isClosed })
    #expect(client.responses.count == 1 && client.responses.first?.fields["Connection"] == "close")
  }

  @Test(arguments: ["", "GET /live HTTP/1.1\r\nHost: x\r\nX-Slow: ", "POST /session HTTP/1.1\r\n"])
  func `a head that does not end is not waited for`(_ begun: String) throws {
    let server = try TestServer { $0.timeouts.head = 1 }
    let client = try server.connect()
    client.send(begun)
    var sent = 0
    let isEnded = server.turn {
      // A drop now and then does not prolong the time.
      sent += 1
      if !begun.isEmpty, sent % 20 == 0 { client.send("a") }
      return client.isClosed
    }
    #expect(isEnded && client.responses.isEmpty)
  }

  @Test func `a body has its own timeout, and an idle connection too`() throws {
    let server = try TestServer {
      // Long after the others, for whoever is busy with more than this test.
      $0.timeouts.body = 8
      $0.timeouts.idle = 1
      $0.timeouts.idleSpread = 0
      $0.timeouts.head = 1
    }
    let client = try server.connect()
    let idle = try server.connect()
    client.send("POST /session HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    idle.send(try server.request("GET", "/live"))
    let start = server.reactor.now
    #expect(server.turn { idle.isClosed })
    let isDue = server.reactor.now - start >= .seconds(8)
    #expect(idle.responses.count == 1 && (!client.isClosed || isDue))
    #expect(server.turn { client.isClosed })
    #expect(server.reactor.now - start > .seconds(1))
  }

  @Test func `a body over the limit is refused before it is sent`() throws {
    let server = try TestServer()
    let client = try server.connect()
    client.send("POST /session HTTP/1.1\r\nHost: x\r\nContent-Length: 600000\r\nExpect: 100-continue\r\n\r\n")
    #expect(server.turn { client.isClosed })
    #expect(client.responses.map(\.status) == [413])
  }

  @Test func `a client that waits for leave to send its body gets it`() throws {
    let server = try TestServer()
    let client = try server.connect()
    let body = #"{"name":"expectant"}"#
    client.send(
      "POST /session HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\nExpect: 100-continue\r\n\r\n")
    #expect(server.turn { String(decoding: client.bytes, as: UTF8.self) == "HTTP/1.1 100 Continue\r\n\r\n" })
    client.send(body)
    #expect(server.turn { client.responses.count == 1 })
    #expect(client.responses.first?.status == 201)
  }

  @Test func `a client that pipelines without reading is not served without end`() throws {
    let server = try TestServer()
    let client = try server.connect()
    let one = try server.request("GET", "/client/outbox.js")
    client.send(String(repeating: one, count: 60))
    #expect(server.turn { client.responses.count == 60 })
  }
}
