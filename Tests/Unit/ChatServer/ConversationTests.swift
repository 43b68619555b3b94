import Base
import HTTP
import JSON
import Testing

@testable import ChatServer
@testable import ServerTestSupport

@Suite struct ConversationTests {
  private static let join = #"{"type":"join","id":"j","room":"lobby"}"#

  private func text(_ object: JSONObject?) -> String? { object?["text"]?.string }

  @Test func `two clients talk, each sees each message once and in order, and one that returns gets what it missed`()
    throws
  {
    let server = try TestServer()
    let ann = try server.visitor("ann")
    var bob = try server.visitor("bob")
    var position = ""
    for visitor in [ann, bob] {
      visitor.say(Self.join)
      position = try #require(visitor.receive(type: "joined")?["position"]?.string)
    }
    for number in 1...20 {
      let author = number.isMultiple(of: 2) ? ann : bob
      author.say(#"{"type":"send","id":"\#(number)","room":"lobby","text":"line \#(number)"}"#)
      #expect(author.receive(type: "sent")?["seq"]?.integer == Int64(number))
      for visitor in [ann, bob] { #expect(text(visitor.receive(type: "message")) == "line \(number)") }
    }
    bob.hangUp()
    for number in 21...30 {
      ann.say(#"{"type":"send","id":"\#(number)","room":"lobby","text":"line \#(number)"}"#)
      #expect(ann.receive(type: "sent") != nil)
    }
    bob = try server.visitor("bobby")
    bob.say(#"{"type":"join","id":"j","room":"lobby","after":"\#(position)"}"#)
    let joined = bob.receive(type: "joined")
    #expect(joined?["recovered"]?.bool == true && joined?["missed"]?.integer == 30)
    for number in 1...30 { #expect(text(bob.receive(type: "message")) == "line \(number)") }
    #expect(server.instance.hub.counters.publicationsAcknowledged == 30)
  }

  @Test func `a cookie makes the hello short`() throws {
    let server = try TestServer()
    let made = try server.ask("POST", "/session", body: #"{"name":"cookie"}"#)
    let cookie = try #require(made.fields["Set-Cookie"]?.split(separator: ";").first)
    let own = [("Origin", "http://\(server.instance.publicAddress)"), ("Cookie", String(cookie))]
    let visitor = try TestSocket(server, fields: own)
    visitor.say(#"{"type":"hello","id":"h","version":1}"#)
    #expect(visitor.receive(type: "welcome")?["user"]?.object?["name"]?.string == "cookie")
  }

  @Test func `binary is refused with 1003, and what is too long with 1009`() throws {
    let server = try TestServer()
    let binary = try server.visitor("binary")
    binary.send(.binary, [1, 2, 3])
    #expect(binary.awaitClose() == 1003)
    let long = try server.visitor("long")
    long.send(.text, Array(repeating: 0x20, count: 65_537))
    #expect(long.awaitClose() == 1009)
    // 2^62 bytes are announced: decided on the header, nothing is reserved.
    let liar = try server.visitor("liar")
    liar.sendRaw([0x81, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0])
    #expect(liar.awaitClose() == 1009)
    #expect(server.turn { server.instance.sockets.count == 0 })
  }

  @Test func `a client's close is answered with its code`() throws {
    let server = try TestServer()
    let visitor = try server.visitor("leaving")
    visitor.send(.close, [0x03, 0xe8])
    #expect(visitor.awaitClose() == 1000)
    #expect(server.turn { server.instance.sockets.count == 0 && server.instance.hub.clientCount == 0 })
    #expect(server.instance.sockets.counters.closes == ["1000": 1])
  }

  @Test func `a client that says nothing is closed with 4000`() throws {
    let server = try TestServer { $0.timeouts.hello = 1 }
    let start = server.reactor.now
    let visitor = try TestSocket(server)
    #expect(visitor.awaitClose() == 4000)
    #expect(server.reactor.now - start >= .seconds(1), "it has the whole time")
  }

  @Test func `a client that answers pings stays, and one that does not is closed with 4012`() throws {
    let server = try TestServer { $0.hub.pingSeconds = 1 }
    let alive = try server.visitor("alive")
    let dead = try server.visitor("dead")
    dead.isAlive = false
    #expect(dead.awaitClose() == 4012)
    #expect(dead.pings == 2)
    #expect(!alive.isClosed && alive.pings >= 2)
  }

  @Test func `a client that does not read is sent to catch up with 4008, and the others do not notice`() throws {
    let server = try TestServer {
      $0.outboxBytes = 16_384
      $0.hub.messageRate = 0
    }
    let slow = try server.visitor("slow")
    let ann = try server.visitor("ann")
    for visitor in [slow, ann] {
      visitor.say(Self.join)
      #expect(visitor.receive(type: "joined") != nil)
    }
    slow.stopReading()
    let text = String(repeating: "x", count: 4_000)
    var number = 0
    let isClosed = server.turn {
      number += 1
      ann.say(#"{"type":"send","id":"\#(number)","room":"lobby","text":"\#(text)"}"#)
      server.turn { ann.receive(type: "sent", seconds: 0.01) != nil }
      return server.instance.sockets.counters.closes["4008"] == 1
    }
    #expect(isClosed)
    #expect(!ann.isClosed)
    #expect(server.turn { server.instance.hub.clientCount == 1 })
  }

  @Test func `what somebody missed comes in pages that fit half the outbox, so that nobody is too slow for it`() throws
  {
    let server = try TestServer {
      $0.outboxBytes = 20_000
      $0.hub.messageRate = 0
    }
    let ann = try server.visitor("ann")
    ann.say(Self.join)
    let start = try #require(ann.receive(type: "joined")?["position"]?.string)
    let text = String(repeating: "x", count: 4_000)
    for number in 1...50 {
      ann.say(#"{"type":"send","id":"\#(number)","room":"lobby","text":"\#(text)"}"#)
      try #require(ann.receive(type: "sent") != nil)
    }
    let back = try server.visitor("back")
    var (position, seqs): (String, [Int64]) = (start, [])
    while true {
      back.say(#"{"type":"join","id":"j","room":"lobby","after":"\#(position)"}"#)
      let joined = try #require(back.receive(type: "joined"))
      let missed = try #require(joined["missed"]?.integer)
      try #require((1...2).contains(missed))
      for _ in 0..<missed {
        let message = try #require(back.receive(type: "message"))
        seqs.append(message["seq"]?.integer ?? 0)
        position = message["position"]?.string ?? ""
      }
      guard joined["more"]?.bool == true else { break }
    }
    #expect(seqs == Array(1...50))
  }

  /// Threat 6.
  @Test func `a flood of pings ends in 1008`() throws {
    let server = try TestServer()
    let visitor = try server.visitor("flood")
    for _ in 0..<40 {
      for _ in 0..<50 { visitor.send(.ping, Array(repeating: 1, count: 125)) }
      server.reactor.turn(timeout: .zero)
    }
    #expect(visitor.awaitClose() == 1008)
  }

  /// Threat 13.
  @Test func `neither tokens nor texts come into the log, the metrics or the health`() throws {
    let server = try TestServer()
    let made = try server.ask("POST", "/session", body: #"{"name":"discreet"}"#)
    let token = try #require(try JSONParser.parseObject(made.body)["session"]?.string)
    let visitor = try TestSocket(server, fields: [("Authorization", "Bearer \(token)")])
    visitor.say(#"{"type":"hello","id":"h","version":1,"session":"\#(token)"}"#)
    visitor.say(Self.join)
    visitor.say(#"{"type":"send","id":"1","room":"lobby","text":"a-secret-text"}"#)
    #expect(visitor.receive(type: "sent") != nil)
    visitor.say(#"{"type":"nonsense a-secret-text"#)
    server.instance.stop()
    server.turn { server.stopped != nil }
    let told = server.lines.joined()
    #expect(told.contains("counters"))
    #expect(!told.contains(token) && !told.contains("a-secret-text"))
  }
}
