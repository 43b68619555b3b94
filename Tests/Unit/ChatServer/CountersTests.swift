import Chat
import JSON
import Testing

@testable import ChatServer
@testable import ServerTestSupport

@Suite struct CountersTests {
  /// The books as the instance leaves them, by name.
  private func counters(of server: TestServer) throws -> [String: Int] {
    let line = try #require(server.lines.last { $0.contains("\"event\":\"counters\"") })
    var book: [String: Int] = [:]
    for member in try JSONParser.parseObject(Array(line.utf8)).members {
      if let number = member.value.integer { book[member.name] = Int(number) }
    }
    return book
  }

  private func expectSums(_ book: [String: Int], sourceLocation: SourceLocation = #_sourceLocation) {
    let sums = [
      "connections_opened": ["connections_closed", "connections_open"],
      "publications_received": [
        "publications_acknowledged", "publications_duplicate", "publications_refused", "publications_in_flight",
      ],
      "broadcasts_received": ["messages_live", "messages_doubled", "messages_skipped", "messages_held"],
      "recoveries_asked": [
        "recoveries_answered", "recoveries_gap", "recoveries_rewind", "recoveries_reset", "recoveries_refused",
        "recoveries_postponed", "recoveries_vanished",
      ],
      "bytes_queued": ["bytes_written", "bytes_given_up", "bytes_waiting"],
    ]
    for (total, parts) in sums {
      #expect(book[total] == parts.reduce(0) { $0 + (book[$1] ?? 0) }, "\(total)", sourceLocation: sourceLocation)
    }
    for (total, kind) in [("connections_closed", "closed_"), ("publications_refused", "refused_")] {
      let parts = book.filter { $0.key.hasPrefix(kind) }.values.reduce(0, +)
      #expect(book[total] == parts, "\(total)", sourceLocation: sourceLocation)
    }
  }

  @Test func `close codes that clients make up are counted as one`() throws {
    let server = try TestServer()
    for code: UInt16 in [1000, 3000, 3001, 4001, 4999, 1014] {
      let visitor = try server.visitor("v\(code)")
      visitor.send(.close, [UInt8(code >> 8), UInt8(code & 0xFF)])
      #expect(visitor.awaitClose() == code)
    }
    #expect(server.turn { server.instance.sockets.count == 0 })
    #expect(server.instance.sockets.counters.closes == ["1000": 1, "other": 5])
    let metrics = String(decoding: try server.ask("GET", "/metrics", .operators).body, as: UTF8.self)
    #expect(metrics.contains(#"tchatter_websockets_closed_total{code="other"} 5"#))
    server.instance.stop()
    #expect(server.turn { server.stopped == .stopped })
    let book = try counters(of: server)
    expectSums(book)
    #expect(book["closed_other"] == 5)
  }

  @Test func `after a conversation with all that can happen the numbers add up`() throws {
    let server = try TestServer {
      $0.hub.messageRate = 0
      $0.backlog.messages = 10
    }
    let (ann, bob) = (try server.visitor("ann"), try server.visitor("bob"))
    for visitor in [ann, bob] {
      visitor.say(#"{"type":"join","id":"j","room":"lobby"}"#)
      #expect(visitor.receive(type: "joined") != nil)
    }
    for number in 0..<30 { ann.say(#"{"type":"send","id":"m\#(number)","room":"lobby","text":"line"}"#) }
    ann.say(#"{"type":"send","id":"m29","room":"lobby","text":"line"}"#)
    ann.say(#"{"type":"send","id":"empty","room":"lobby","text":""}"#)
    ann.say(#"{"type":"send","id":"other","room":"No Room","text":"line"}"#)
    let message = try #require(bob.receive(type: "message") { $0["seq"]?.integer == 2 })
    let position = try #require(message["position"]?.string)
    #expect(bob.receive(type: "message") { $0["seq"]?.integer == 30 } != nil)
    bob.hangUp()
    let back = try server.visitor("cyd")
    back.say(#"{"type":"join","id":"j","room":"lobby","after":"\#(position)"}"#)
    #expect(back.receive(type: "joined")?["recovered"]?.bool == true)
    back.stopReading()
    server.instance.stop()
    #expect(server.turn { server.stopped == .stopped })
    let book = try counters(of: server)
    expectSums(book)
    #expect(book["publications_acknowledged"] == 30 && book["publications_duplicate"] == 1)
    #expect(book["publications_refused"] == 2 && book["refused_bad_request"] == 2)
    #expect(book["broadcasts_received"] == 30 && book["messages_live"] == 30)
    #expect(book["deliveries_queued"] == 60)
    #expect(book["recoveries_asked"] == 1 && book["messages_recovered"] == 28)
    #expect(book["connections_opened"] == 3 && book["publications_in_flight"] == 0)
  }
}
