import Base
import HTTP
import JSON
import Testing

@testable import ChatServer
@testable import ServerTestSupport

@Suite struct PollTests {
  /// Somebody who is signed in and polls.
  private final class Poller {
    let server: TestServer
    let token: String
    let client: RawClient

    init(_ server: TestServer, _ name: String) throws {
      self.server = server
      let made = try server.ask("POST", "/session", body: #"{"name":"\#(name)"}"#)
      token = try #require(try JSONParser.parseObject(made.body)["session"]?.string)
      client = try server.connect()
    }

    /// The same person, who now polls another instance.
    init(_ other: Poller, at server: TestServer) throws {
      self.server = server
      token = other.token
      client = try server.connect()
    }

    func begin(_ body: String) throws {
      client.send(try server.request("POST", "/poll", fields: [("Authorization", "Bearer \(token)")], body: body))
    }

    /// Waits for the next answer.
    func answer(number: Int) throws -> [JSONObject] {
      #expect(server.turn { client.responses.count >= number })
      let response = try #require(client.responses.dropFirst(number - 1).first)
      #expect(response.status == 200)
      return try response.body.withUnsafeBytes { try #require(try JSONParser.parse($0).array).compactMap(\.object) }
    }
  }

  private func types(_ objects: [JSONObject]) -> [String] { objects.compactMap { $0["type"]?.string } }

  @Test func `requests are answered and what they bring comes with them`() throws {
    let server = try TestServer()
    let ann = try Poller(server, "ann")
    let send = #"{"type":"send","id":"s","room":"lobby","text":"by poll"}"#
    try ann.begin(#"{"wait":0,"rooms":{"lobby":null},"requests":[\#(send),{"type":"ping","id":"p"}]}"#)
    let objects = try ann.answer(number: 1)
    #expect(Set(types(objects)).isSuperset(of: ["joined", "sent", "pong"]))
    #expect(server.instance.polls.count == 0)
    try ann.begin(#"{"wait":0,"requests":[{"type":"typing","room":"lobby"}]}"#)
    #expect(try ann.answer(number: 2).isEmpty, "silence is an answer too")
  }

  @Test func `a room that is refused is named, and the others are joined`() throws {
    let server = try TestServer()
    let ann = try Poller(server, "ann")
    try ann.begin(#"{"wait":0,"rooms":{"lobby":null,"No Room":null,"@nobody":null,"@ann":"e.0.5.abc"}}"#)
    let objects = try ann.answer(number: 1)
    #expect(types(objects).filter { $0 == "joined" }.count == 1)
    let refused = objects.filter { $0["type"]?.string == "error" }
    #expect(
      Dictionary(grouping: refused) { $0["room"]?.string }.mapValues { $0.map { $0["code"]?.string } } == [
        "No Room": ["bad_request"], "@nobody": ["not_found"], "@ann": ["bad_request"],
      ])
    #expect(refused.allSatisfy { $0["id"] == nil })
    try ann.begin(#"{"wait":0,"requests":[{"type":"join","id":"j","room":"No Room"}]}"#)
    let asked = try ann.answer(number: 2)
    #expect(asked.first?["id"]?.string == "j" && asked.first?["room"] == nil, "a request is known by its id")
  }

  @Test func `half an emoji in one request fails neither it nor those beside it`() throws {
    let server = try TestServer()
    let ann = try Poller(server, "ann")
    let cut = #"{"type":"send","id":"cut","room":"lobby","text":"cut \ud83d"}"#
    let good = #"{"type":"send","id":"good","room":"lobby","text":"good"}"#
    try ann.begin(#"{"wait":0,"rooms":{"lobby":null},"requests":[\#(cut),\#(good)]}"#)
    let sent = try ann.answer(number: 1).filter { $0["type"]?.string == "sent" }.compactMap { $0["id"]?.string }
    #expect(Set(sent) == ["cut", "good"])
  }

  @Test func `a poll's body is no longer than a poll can be`() throws {
    let server = try TestServer()
    let body = #"{"wait":0,"rooms":{},"x":"\#(String(repeating: "x", count: 300_000))"}"#
    let response = try server.ask("POST", "/poll", body: body)
    #expect(response.status == 413)
    #expect(try JSONParser.parseObject(response.body)["code"]?.string == "too_large")
  }

  @Test func `a call waits until there is something, and a position brings all that follows it`() throws {
    let server = try TestServer()
    let ann = try Poller(server, "ann")
    let bob = try server.visitor("bob")
    bob.say(#"{"type":"join","id":"j","room":"lobby"}"#)
    let position = try #require(bob.receive(type: "joined")?["position"]?.string)
    try ann.begin(#"{"wait":20000,"rooms":{"lobby":"\#(position)"}}"#)
    #expect(server.turn { server.instance.polls.count == 1 })
    server.turn(seconds: 0.4) { false }
    var count = ann.client.responses.count
    // Ann's own coming is told; that is something.
    let seen = count > 0 ? types(try ann.answer(number: 1)) : []
    #expect(seen.allSatisfy { $0 == "presence" })
    if count > 0 { try ann.begin(#"{"wait":20000,"rooms":{"lobby":"\#(position)"}}"#) }
    for number in 1...3 {
      bob.say(#"{"type":"send","id":"\#(number)","room":"lobby","text":"line \#(number)"}"#)
    }
    var texts: [String] = []
    var newest = position
    while texts.count < 3 {
      count += 1
      let messages = try ann.answer(number: count).filter { $0["type"]?.string == "message" }
      texts += messages.compactMap { $0["text"]?.string }
      newest = messages.last?["position"]?.string ?? newest
      if texts.count < 3 { try ann.begin(#"{"wait":20000,"rooms":{"lobby":"\#(newest)"}}"#) }
    }
    #expect(texts == ["line 1", "line 2", "line 3"])
    try ann.begin(#"{"wait":0,"rooms":{"lobby":"\#(position)"}}"#)
    let again = try ann.answer(number: count + 1).filter { $0["type"]?.string == "message" }
    #expect(again.count == 3, "an answer that was lost is given again")
  }

  @Test func `more than one answer holds comes with the calls that follow`() throws {
    let server = try TestServer { $0.hub.messageRate = 0 }
    let bob = try server.visitor("bob")
    let rooms = (1...6).map { "room-\($0)" }
    var positions: [String: String] = [:]
    // Three bytes a character: 480 kB a room, 2.9 MB in all.
    let text = String(repeating: "界", count: 4_000)
    for room in rooms {
      bob.say(#"{"type":"join","id":"j","room":"\#(room)"}"#)
      positions[room] = try #require(bob.receive(type: "joined")?["position"]?.string)
      for number in 1...40 {
        bob.say(#"{"type":"send","id":"\#(number)","room":"\#(room)","text":"\#(text)"}"#)
        _ = bob.receive(type: "sent")
      }
      bob.say(#"{"type":"leave","id":"l","room":"\#(room)"}"#)
      _ = bob.receive(type: "left")
    }
    let ann = try Poller(server, "ann")
    var seen: [String: [Int64]] = [:]
    var calls = 0
    while seen.values.reduce(0, { $0 + $1.count }) < 240, calls < 20 {
      calls += 1
      let asked = rooms.map { #""\#($0)":"\#(positions[$0] ?? "")""# }.joined(separator: ",")
      try ann.begin(#"{"wait":0,"rooms":{\#(asked)}}"#)
      for object in try ann.answer(number: calls) where object["type"]?.string == "message" {
        let room = try #require(object["room"]?.string)
        seen[room, default: []].append(try #require(object["seq"]?.integer))
        positions[room] = object["position"]?.string
      }
    }
    #expect(calls > 1)
    for room in rooms { #expect(seen[room] == Array(1...40), "each once and in order") }
  }

  @Test func `who was written to between two calls is told with the next, once`() throws {
    let server = try TestServer()
    let ann = try Poller(server, "ann")
    let bob = try server.visitor("bob")
    try ann.begin(#"{"wait":0}"#)
    #expect(try ann.answer(number: 1).isEmpty)
    for number in 1...3 {
      bob.say(#"{"type":"send","room":"@ann","id":"\#(number)","text":"psst"}"#)
      #expect(bob.receive(type: "sent") != nil)
    }
    try ann.begin(#"{"wait":20000}"#)
    let hints = try ann.answer(number: 2)
    #expect(types(hints) == ["direct"])
    #expect(hints.first?["with"]?.object?["name"]?.string == "bob")
    try ann.begin(#"{"wait":200}"#)
    #expect(try ann.answer(number: 3).isEmpty)
  }

  @Test func `an empty wait ends with an empty list`() throws {
    let server = try TestServer()
    let ann = try Poller(server, "ann")
    try ann.begin(#"{"wait":200}"#)
    #expect(try ann.answer(number: 1).isEmpty)
  }

  @Test(arguments: ["", "[]", #"{"rooms":5}"#, #"{"wait":-1}"#, #"{"rooms":{"a":"b"}}"#, #"{"requests":[1]}"#])
  func `a call that makes no sense is refused`(_ body: String) throws {
    let server = try TestServer()
    let ann = try Poller(server, "ann")
    try ann.begin(body)
    #expect(server.turn { ann.client.responses.count == 1 })
    #expect(ann.client.responses.first?.status == 400)
  }

  @Test func `nobody polls without a session, and the body may hold it`() throws {
    let server = try TestServer()
    #expect(try server.ask("POST", "/poll", body: #"{"wait":0}"#).status == 401)
    #expect(try server.ask("POST", "/poll", body: #"{"wait":0,"session":"x"}"#).status == 401)
    let ann = try Poller(server, "ann")
    #expect(try server.ask("POST", "/poll", body: #"{"wait":0,"session":"\#(ann.token)"}"#).status == 200)
    let foreign = [("Origin", "https://evil.example")]
    #expect(
      try server.ask("POST", "/poll", fields: foreign, body: #"{"wait":0,"session":"\#(ann.token)"}"#).status == 403)
  }

  @Test func `a caller that goes leaves nothing behind`() throws {
    let server = try TestServer()
    let ann = try Poller(server, "ann")
    let bob = try Poller(server, "bob")
    try ann.begin(#"{"wait":20000}"#)
    try bob.begin(#"{"wait":20000}"#)
    #expect(server.turn { server.instance.polls.count == 2 })
    ann.client.close()
    bob.client.endWriting()
    #expect(server.turn { server.instance.polls.count == 0 && server.instance.hub.clientCount == 0 })
    #expect(try bob.answer(number: 1).isEmpty, "who ended only its half still gets its answer")
  }

  @Test func `stopping answers the calls that wait at once`() throws {
    let server = try TestServer()
    let ann = try Poller(server, "ann")
    try ann.begin(#"{"wait":20000}"#)
    #expect(server.turn { server.instance.polls.count == 1 })
    server.instance.stop()
    #expect(try ann.answer(number: 1).isEmpty)
    #expect(server.turn { server.stopped == .stopped })
  }

  @Test func `calls are pipelined like any other requests`() throws {
    let server = try TestServer()
    let ann = try Poller(server, "ann")
    for _ in 0..<5 { try ann.begin(#"{"wait":0,"requests":[{"type":"ping","id":"p"}]}"#) }
    for number in 1...5 { #expect(types(try ann.answer(number: number)) == ["pong"]) }
  }

  @Test func `a call joins, sends and gets the answers, and the next one goes on from its position on any instance`()
    throws
  {
    let a = try TestServer()
    let b = try TestServer(beside: a)
    let (ann, bob) = (try Poller(a, "ann"), try Poller(a, "bob"))
    try ann.begin(
      #"{"wait":0,"rooms":{"r":null},"requests":[{"type":"send","id":"1","room":"r","text":"one"}]}"#)
    let events = try ann.answer(number: 1).filter { $0["type"]?.string != "presence" }
    #expect(types(events) == ["joined", "sent", "message"])
    let position = try #require(events.last?["position"]?.string)

    let (annThere, bobThere) = (try Poller(ann, at: b), try Poller(bob, at: b))
    try bobThere.begin(#"{"wait":0,"requests":[{"type":"send","id":"1","room":"r","text":"two"}]}"#)
    #expect(types(try bobThere.answer(number: 1)) == ["sent"])
    try annThere.begin(#"{"wait":0,"rooms":{"r":"\#(position)"}}"#)
    #expect(try annThere.answer(number: 1).compactMap { $0["text"]?.string } == ["two"])
  }

  @Test func `hello among the requests is answered with welcome`() throws {
    let server = try TestServer()
    let ann = try Poller(server, "ann")
    try ann.begin(#"{"wait":0,"requests":[{"type":"hello","id":"h","version":1}]}"#)
    let objects = try ann.answer(number: 1)
    #expect(types(objects) == ["welcome"])
    #expect(objects.first?["user"]?.object?["name"]?.string == "ann")
  }

  @Test func `nobody escapes the limits by making many calls`() throws {
    let server = try TestServer { $0.hub.messageRate = 1 }
    let ann = try Poller(server, "ann")
    let begun = server.reactor.now
    var told: [String] = []
    for number in 1...10 {
      try ann.begin(#"{"wait":0,"requests":[{"type":"send","id":"\#(number)","room":"r","text":"t"}]}"#)
      told += types(try ann.answer(number: number))
    }
    // Three at once, and one more for each second that this took.
    let gained = Int((server.reactor.now - begun).seconds)
    let sent = told.count { $0 == "sent" }
    #expect(told.count == 10 && told.prefix(3) == ["sent", "sent", "sent"] && sent <= 3 + gained, "\(told)")
    #expect(told.count { $0 == "error" } == 10 - sent)
  }
}
