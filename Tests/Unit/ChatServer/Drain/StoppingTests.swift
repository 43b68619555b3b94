import Base
import HTTP
import JSON
import Testing

@testable import ChatServer
@testable import ServerTestSupport

@Suite struct StoppingTests {
  @Test func `without clients it stops at once`() throws {
    let server = try TestServer()
    server.instance.stop()
    #expect(server.turn { server.stopped == .stopped })
    #expect(server.lines.contains { $0.contains("\"event\":\"counters\"") })
  }

  @Test func `what was acknowledged has been delivered before everybody is told 1012`() throws {
    let server = try TestServer { $0.hub.messageRate = 0 }
    let visitors = try ["ann", "bob", "cyd"].map { try server.visitor($0) }
    for visitor in visitors {
      visitor.say(#"{"type":"join","id":"j","room":"lobby"}"#)
      #expect(visitor.receive(type: "joined") != nil)
    }
    for number in 0..<100 {
      visitors[0].say(#"{"type":"send","id":"\#(number)","room":"lobby","text":"line \#(number)"}"#)
    }
    server.reactor.turn(timeout: .zero)
    server.instance.stop()
    #expect(server.turn { server.stopped != nil })
    #expect(server.stopped == .stopped)
    for visitor in visitors { #expect(visitor.closeCode == 1012) }
    let acknowledged = visitors[0].objects.filter { $0["type"]?.string == "sent" }.count
    #expect(acknowledged == server.instance.hub.counters.publicationsAcknowledged)
    for visitor in visitors {
      #expect(visitor.objects.filter { $0["type"]?.string == "message" }.count == acknowledged)
    }
  }

  @Test func `while it stops, health says 404 to the balancer that asks, and latecomers are served`() throws {
    let server = try TestServer()
    #expect(try server.ask("GET", "/health").status == 200)
    let early = try server.visitor("early")
    server.instance.stop()
    let health = try server.ask("GET", "/health")
    #expect(health.status == 404)
    #expect(try JSONParser.parseObject(health.body)["draining"]?.bool == true)
    #expect(try server.ask("GET", "/live").status == 200)
    let late = try server.visitor("late")
    #expect(early.awaitClose() == 1012 && late.awaitClose() == 1012)
    #expect(server.turn { server.stopped == .stopped })
  }

  @Test func `a client that does not answer the close holds nobody up for longer than the limit`() throws {
    let server = try TestServer { $0.drain.limit = .seconds(1) }
    let deaf = try server.visitor("deaf")
    deaf.stopReading()
    server.instance.stop()
    #expect(server.turn { server.stopped == .stopped }, "without its own limit it would take ten seconds")
  }

  @Test func `a second signal ends it at once`() throws {
    let server = try TestServer()
    _ = try server.ask("GET", "/health")
    let visitor = try server.visitor("late")
    server.instance.stop()
    server.instance.stop()
    #expect(server.stopped == .cutShort)
    _ = visitor
  }
}
