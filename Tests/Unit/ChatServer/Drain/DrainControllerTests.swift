import Base
import HTTP
import JSON
import Testing

@testable import ChatServer
@testable import ServerTestSupport

@Suite struct DrainControllerTests {
  private static func state(_ word: String, others: Int) -> [(String, String)] {
    [("X-Haproxy-Server-State", "\(word); name=instances/instance-1; node=lb; weight=1/\(others); scur=0/0; qcur=0")]
  }

  private func check(_ server: TestServer, _ word: String, others: Int) throws -> Int {
    try server.ask("GET", "/health", fields: Self.state(word, others: others)).status
  }

  /// One that does not give those up who do not move.
  private func patientServer() throws -> TestServer {
    try TestServer {
      $0.drain.moveTimeout = .seconds(100)
      $0.drain.limit = .seconds(200)
    }
  }

  private func phase(_ server: TestServer) throws -> String? {
    let object = try JSONParser.parseObject(try server.ask("GET", "/admin/drain", .operators).body)
    return object["phase"]?.string
  }

  @Test func `clients are asked to move once the balancer has said that it sends nobody new`() throws {
    let server = try TestServer()
    let visitor = try server.visitor("ann")
    #expect(try check(server, "UP", others: 3) == 200)
    server.instance.stop()
    #expect(try check(server, "UP", others: 3) == 404)
    #expect(visitor.objects.isEmpty)
    #expect(try check(server, "NOLB 2/3", others: 2) == 404)
    let event = try #require(visitor.receive(type: "reconnect"))
    #expect(event["reason"]?.string == "restart" && event["window"]?.integer == 100)
    visitor.hangUp()
    #expect(server.turn { server.stopped == .stopped })
    for line in ["drain begins", "drain asks clients to move", "drain closes the rest", "counters"] {
      #expect(server.lines.contains { $0.contains("\"event\":\"\(line)\"") }, "\(line)")
    }
  }

  @Test func `the last usable server holds its clients`() throws {
    let server = try TestServer()
    let visitor = try server.visitor("ann")
    #expect(try check(server, "UP", others: 1) == 200)
    server.instance.stop()
    #expect(try check(server, "NOLB 2/3", others: 0) == 404)
    #expect(server.turn { server.lines.contains { $0.contains("drain holds") } })
    #expect(try phase(server) == "holding")
    #expect(visitor.objects.isEmpty && !visitor.isClosed)
    #expect(try check(server, "NOLB 2/3", others: 1) == 404)
    #expect(visitor.receive(type: "reconnect") != nil)
    visitor.hangUp()
    #expect(server.turn { server.stopped == .stopped })
  }

  @Test func `who is in the middle of the hello is asked when it is answered`() throws {
    let server = try patientServer()
    let (early, late) = (try server.visitor("early"), try TestSocket(server))
    server.instance.stop()
    #expect(early.receive(type: "reconnect") != nil)
    late.say(#"{"type":"hello","id":"h","version":1,"name":"late"}"#)
    #expect(late.receive(type: "welcome") != nil)
    #expect(late.receive(type: "reconnect") != nil)
  }

  /// A proxy that has not noticed yet sends some of those who moved back here.
  @Test func `who comes late is asked to move as well`() throws {
    let server = try patientServer()
    let early = try server.visitor("early")
    server.instance.stop()
    #expect(early.receive(type: "reconnect") != nil)
    let late = try server.visitor("late")
    let event = try #require(late.receive(type: "reconnect"))
    #expect(event["reason"]?.string == "restart" && event["window"]?.integer ?? 0 >= 100)
  }

  @Test func `a waiting poll is answered at once`() throws {
    let server = try TestServer()
    let made = try server.ask("POST", "/session", body: #"{"name":"ann"}"#)
    let session = try #require(try JSONParser.parseObject(made.body)["session"]?.string)
    let waiting = try server.connect()
    waiting.send(try server.request("POST", "/poll", body: #"{"session":"\#(session)","rooms":{},"wait":25000}"#))
    #expect(server.turn { server.instance.polls.count == 1 })
    server.instance.stop()
    #expect(server.turn { waiting.responses.count == 1 && server.stopped == .stopped })
    #expect(waiting.responses.first?.status == 200)
    #expect(waiting.responses.first?.body == Array("[]".utf8), "a poll needs not be asked to move")
  }

  @Test func `an operator empties an instance, which stays up, and takes it back`() throws {
    let server = try TestServer()
    let visitor = try server.visitor("ann")
    #expect(try phase(server) == "serving")
    #expect(try server.ask("PUT", "/admin/drain", .operators).status == 200)
    #expect(try server.ask("GET", "/health").status == 404)
    #expect(visitor.receive(type: "reconnect") != nil)
    #expect(visitor.awaitClose() == 1012)
    #expect(server.turn { server.lines.contains { $0.contains("\"event\":\"drained\"") } })
    #expect(server.stopped == nil)
    #expect(try server.ask("DELETE", "/admin/drain", .operators).status == 200)
    #expect(try phase(server) == "serving")
    #expect(try server.ask("GET", "/health").status == 200)
    let again = try server.visitor("bob")
    again.say(#"{"type":"ping","id":"p"}"#)
    #expect(again.receive(type: "pong") != nil)
  }

  @Test func `a drain that is taken back in time costs its clients nothing but a move`() throws {
    let server = try TestServer()
    #expect(try check(server, "UP", others: 3) == 200)
    let visitor = try server.visitor("ann")
    #expect(try server.ask("PUT", "/admin/drain", .operators).status == 200)
    #expect(try server.ask("DELETE", "/admin/drain", .operators).status == 200)
    #expect(try check(server, "NOLB 2/3", others: 2) == 200)
    visitor.say(#"{"type":"ping","id":"p"}"#)
    #expect(visitor.receive(type: "pong") != nil)
    #expect(visitor.objects.isEmpty)
  }

  @Test func `an emptied instance stops when it is told to`() throws {
    let server = try TestServer()
    #expect(try server.ask("PUT", "/admin/drain", .operators).status == 200)
    #expect(server.turn { server.lines.contains { $0.contains("\"event\":\"drained\"") } })
    server.instance.stop()
    #expect(server.turn { server.stopped == .stopped })
  }

  @Test func `an operator can have the process end, which can't be taken back`() throws {
    let server = try TestServer()
    #expect(try check(server, "UP", others: 3) == 200)
    #expect(try server.ask("PUT", "/admin/drain", .operators, body: #"{"stop":true}"#).status == 200)
    #expect(try server.ask("DELETE", "/admin/drain", .operators).status == 400)
    #expect(server.turn { server.stopped == .stopped })
  }

  @Test(arguments: ["{", "[]", #"{"stop":"yes"}"#])
  func `a drain that makes no sense is none`(_ body: String) throws {
    let server = try TestServer()
    #expect(try server.ask("PUT", "/admin/drain", .operators, body: body).status == 400)
    #expect(try server.ask("POST", "/admin/rebalance", .operators, body: body).status == 400)
    #expect(try server.ask("GET", "/health").status == 200)
  }

  @Test func `a surplus of clients is asked to move`() throws {
    let server = try TestServer()
    let visitors = try ["ann", "bob", "cyd"].map { try server.visitor($0) }
    let reply = try server.ask("POST", "/admin/rebalance", .operators, body: #"{"clients":2}"#)
    #expect(try JSONParser.parseObject(reply.body)["asked"]?.integer == 2)
    let asked = { visitors.flatMap(\.objects).filter { $0["type"]?.string == "reconnect" } }
    #expect(server.turn { asked().count == 2 })
    #expect(asked().allSatisfy { $0["reason"]?.string == "rebalance" })
  }

  @Test func `what only claims to be the balancer is not believed`() throws {
    let server = try TestServer { $0.trustedProxies = [] }
    #expect(try check(server, "UP", others: 3) == 200)
    #expect(server.instance.health.balancers.checks(now: server.reactor.now).isEmpty)
  }
}
