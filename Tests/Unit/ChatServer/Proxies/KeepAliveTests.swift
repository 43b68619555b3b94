import HTTP
import Testing

@testable import ChatServer
@testable import ServerTestSupport
@testable import NetServer

/// Connections between two requests, and what becomes of them when there is no room.
@Suite struct KeepAliveTests {
  @Test func `a connection is kept for longer than proxies keep it, and says so`() throws {
    // Traefik keeps its own for 90 s, Caddy for 120, nginx for 60.
    #expect(ClientTimeouts().idle > 120)
    let server = try TestServer()
    let answer = try server.ask("GET", "/live")
    let told = answer.fields["Keep-Alive"].flatMap { Int($0.dropFirst("timeout=".count)) } ?? 0
    #expect((121..<Int(ClientTimeouts().idle)).contains(told))
    #expect(answer.fields["Connection"] == "keep-alive")
    let last = try server.ask("GET", "/live", fields: [("Connection", "close")])
    #expect(last.fields["Keep-Alive"] == nil && last.fields["Connection"] == "close")
  }

  @Test func `connections that fell idle together do not end together`() throws {
    let server = try TestServer {
      $0.timeouts.idle = 1
      $0.timeouts.idleSpread = 40
    }
    let clients = try (0..<41).map { _ in try server.connect() }
    for client in clients { client.send(try server.request("GET", "/live")) }
    #expect(server.turn { clients.allSatisfy { $0.responses.count == 1 } })
    #expect(server.turn { clients.contains { $0.isClosed } })
    #expect(clients.contains { !$0.isClosed })
  }

  @Test func `in a full server, whoever has been idle for longest makes room`() throws {
    let server = try TestServer { $0.maxConnections = 3 }
    let visitor = try server.visitor("ann")
    let clients = try (0..<2).map { _ in try server.connect() }
    for client in clients {
      client.send(try server.request("GET", "/live"))
      #expect(server.turn { client.responses.count == 1 })
      // Idleness is counted by the second, and nobody goes in the one in which they were answered.
      let second = server.instance.publicServer.second
      #expect(server.turn { server.instance.publicServer.second > second })
    }
    var statuses: Set<Int> = []
    let made = server.turn {
      (try? server.ask("GET", "/live").status).map { _ = statuses.insert($0) }
      return clients.contains(where: \.isClosed)
    }
    #expect(made && statuses.isSubset(of: [200, 503]))
    #expect(clients[0].isClosed && !clients[1].isClosed)
    visitor.say(#"{"type":"ping","id":"p"}"#)
    #expect(visitor.receive(type: "pong") != nil)
  }
}
