import Chat
import HTTP
import Testing

@testable import ChatServer

@Suite struct StoppingTests {
  @Test func `without clients it stops at once`() throws {
    let house = try TestHouse()
    house.instance.stop()
    #expect(house.turn(seconds: 1) { house.stopped == .stopped })
    #expect(house.lines.contains { $0.contains("\"event\":\"ledger\"") })
  }

  @Test func `what was acknowledged has been delivered before everybody is told 1012`() throws {
    let house = try TestHouse { $0.messageRate = 0 }
    let visitors = try ["ann", "bob", "cyd"].map { try house.visitor($0) }
    for visitor in visitors {
      visitor.say(#"{"type":"join","id":"j","room":"lobby"}"#)
      #expect(visitor.receive(type: "joined") != nil)
    }
    for number in 0..<100 {
      visitors[0].say(#"{"type":"send","id":"\#(number)","room":"lobby","text":"line \#(number)"}"#)
    }
    house.reactor.turn(timeout: 0)
    house.instance.stop()
    #expect(house.turn { house.stopped != nil })
    #expect(house.stopped == .stopped)
    for visitor in visitors { #expect(visitor.closeCode == 1012) }
    let acknowledged = visitors[0].objects.filter { $0["type"]?.string == "sent" }.count
    #expect(acknowledged == house.instance.hub.ledger.publicationsAcknowledged)
    for visitor in visitors {
      #expect(visitor.objects.filter { $0["type"]?.string == "message" }.count == acknowledged)
    }
  }

  @Test func `while it stops, health says 404 to the balancer that asks, and latecomers are served`() throws {
    let house = try TestHouse()
    #expect(try house.ask("GET", "/health").status == 200)
    let early = try house.visitor("early")
    house.instance.stop()
    let health = try house.ask("GET", "/health")
    #expect(health.status == 404)
    #expect(try JSONParser.parseObject(health.body)["draining"]?.bool == true)
    #expect(try house.ask("GET", "/live").status == 200)
    let late = try house.visitor("late")
    #expect(early.awaitClose() == 1012 && late.awaitClose() == 1012)
    #expect(house.turn { house.stopped == .stopped })
  }

  @Test func `a client that does not answer the close holds nobody up for longer than the limit`() throws {
    let house = try TestHouse { $0.drainSeconds = 1 }
    let deaf = try house.visitor("deaf")
    deaf.stopReading()
    house.instance.stop()
    let start = house.reactor.now
    #expect(house.turn { house.stopped == .stopped })
    #expect(house.reactor.now - start < 2_500_000_000)
  }

  @Test func `a second signal ends it at once`() throws {
    let house = try TestHouse()
    _ = try house.ask("GET", "/health")
    let visitor = try house.visitor("late")
    house.instance.stop()
    house.instance.stop()
    #expect(house.stopped == .cutShort)
    _ = visitor
  }
}
