import HTTP
import Testing

@testable import ChatServer
@testable import ServerTestSupport
@testable import NetServer

/// A server with as many connections as it takes.
@Suite struct FullServerTests {
  /// With nobody who is idle.
  private func fullServer(_ configure: (inout Configuration) -> Void = { _ in }) throws -> (TestServer, [TestSocket]) {
    let server = try TestServer {
      $0.maxConnections = 2
      // Who is heard out is waited for, however slow the machine is.
      $0.timeouts.refusal = 100
      configure(&$0)
    }
    return (server, [try server.visitor("ann"), try server.visitor("bob")])
  }

  @Test func `who comes then is heard out before being turned away`() throws {
    let (server, visitors) = try fullServer()
    let client = try server.connect()
    let text = try server.request("POST", "/session", body: #"{"name":"eve"}"#)
    client.send(String(text.prefix(20)))
    #expect(server.turn { server.instance.publicServer.counters.refused == 1 })
    #expect(client.bytes.isEmpty, "an answer before the request is an error to many")
    client.send(String(text.dropFirst(20)))
    #expect(server.turn { client.isClosed })
    #expect(client.responses.map(\.status) == [503])
    #expect(client.responses.first?.fields["Retry-After"] == "5")
    #expect(client.responses.first?.fields["Connection"] == "close")
    #expect(client.responses.first?.fields["Content-Security-Policy"] != nil)
    #expect(server.instance.health.refused() == 1)
    #expect(visitors.allSatisfy { !$0.isClosed })
  }

  @Test func `a WebSocket is refused, and those who watch the health are answered`() throws {
    let (server, visitors) = try fullServer()
    let upgrade = [
      ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Version", "13"),
      ("Sec-WebSocket-Key", UpgradeTests.key),
    ]
    #expect(try server.ask("GET", "/ws", fields: upgrade).status == 503)
    // A balancer that thought it dead would cut everybody's connection.
    for path in ["/health", "/live"] {
      let answer = try server.ask("GET", path)
      #expect(answer.status == 200 && answer.fields["Connection"] == "close")
    }
    #expect(visitors.allSatisfy { !$0.isClosed })
  }

  @Test func `who says nothing, or not enough, is not waited for`() throws {
    let (server, _) = try fullServer { $0.timeouts.refusal = 1 }
    let heads = ["", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow:", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"]
    for begun in heads {
      let client = try server.connect()
      client.send(begun)
      #expect(server.turn { client.isClosed })
      #expect(client.responses.map(\.status) == [503], "\(begun)")
    }
  }

  @Test func `once somebody has gone there is room again`() throws {
    let (server, visitors) = try fullServer()
    #expect(try server.ask("GET", "/session").status == 503)
    visitors[0].hangUp()
    #expect(server.turn { server.instance.sockets.count == 1 })
    #expect(try server.ask("GET", "/session").status == 401)
    #expect(!visitors[1].isClosed)
  }

  @Test func `only so many are heard out at once`() throws {
    let (server, _) = try fullServer()
    let silent = try (0..<HTTPServer.refusalsAtOnce).map { _ in try server.connect() }
    #expect(server.turn { server.instance.publicServer.counters.refused == silent.count })
    let next = try server.connect()
    #expect(server.turn { next.isClosed })
    #expect(next.responses.map(\.status) == [503])
    #expect(silent.allSatisfy { !$0.isClosed && $0.bytes.isEmpty })
  }
}
