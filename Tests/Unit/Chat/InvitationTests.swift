import Testing

@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON
@testable import MemoryBroker

@Suite("An invitation")
struct InvitationTests {
  private let room = LedRoom(#"{"mode":"closed"}"#)

  private func invite(_ more: String = "") throws -> (word: String, until: Int64) {
    let told = try #require(room.ask(room.ann, #"{"type":"invite","room":"tea"\#(more)}"#).of("invited").first)
    return (try #require(told["invitation"]?.string), try #require(told["until"]?.integer))
  }

  private func join(_ client: TestClient, by word: String) -> [JSONObject] {
    room.ask(client, #"{"type":"join","id":"j","room":"tea","limit":50,"invitation":"\#(word)"}"#)
  }

  private var now: Int64 { room.a.hub.time.wallClock }

  @Test("makes a member of who shows it, by a stored change, and no other of who is one")
  func member() throws {
    let (word, until) = try invite()
    #expect(word.utf8.count <= 64 && word.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil)
    #expect((until - now - 7 * 86_400_000).magnitude < 1_000)
    let answers = join(room.bob, by: word)
    #expect(answers.first?["type"]?.string == "joined" && answers.first?["policy"]?.object?["role"]?.string == "member")
    let event = try #require(room.ann.read().of("policy").last)
    #expect(event["invited"]?.bool == true && event["role"]?.string == "member")
    #expect(event["from"]?.object?["id"]?.string == event["user"]?.object?["id"]?.string)
    let head = room.fleet.store.existingRoom(try #require(RoomName("tea")))?.head
    #expect(join(room.bob, by: word).first?["type"]?.string == "joined")
    #expect(join(room.ann, by: word).first?["type"]?.string == "joined")
    #expect(room.fleet.store.existingRoom(try #require(RoomName("tea")))?.head == head)
    room.govern(room.ann, "g1", #""user":"@Bob","role":"none""#)
    _ = room.bob.read()
    #expect(room.codes(room.ask(room.bob, #"{"type":"join","room":"tea"}"#)) == ["forbidden"])
    #expect(join(room.bob, by: word).first?["type"]?.string == "joined", "until it is void it works again")
  }

  @Test("that is wrong, over or void tells what all strangers are told, and so does one for who is banned")
  func invalid() throws {
    let refusal = room.ask(room.bob, #"{"type":"join","id":"j","room":"tea"}"#)
    let (word, _) = try invite(#","until":\#(now + 60_000)"#)
    let other = word.dropLast() + (word.last == "A" ? "Q" : "A")
    for wrong in ["", "x", String(other), String(repeating: "A", count: 28), String(repeating: "A", count: 9_000)] {
      #expect(join(room.bob, by: wrong) == refusal)
    }
    room.pass(seconds: 61)
    #expect(join(room.bob, by: word) == refusal)
    let (void, _) = try invite()
    let (valid, _) = try invite(#","renew":true"#)
    #expect(join(room.bob, by: void) == refusal)
    room.govern(room.ann, "g1", #""user":"@Bob","role":"banned""#)
    #expect(join(room.bob, by: valid) == refusal)
    room.govern(room.ann, "g2", #""user":"@Bob","role":"none""#)
    #expect(join(room.bob, by: valid).first?["type"]?.string == "joined")
  }

  @Test("that is tried costs nothing by which a room's size could be told, nor does what strangers send there")
  func guessed() throws {
    let cid = room.b.client("Cid")
    #expect(join(cid, by: try invite().word).first?["type"]?.string == "joined")
    func deliveries(_ client: TestClient, _ json: String) throws -> Int {
      let request = try ClientRequest(JSONParser.parseObject(Array(json.utf8)))
      return request.price(of: try #require(client.client), mentioning: Mentioned()).deliveries
    }
    let attempt = #"{"type":"join","room":"tea","invitation":"x"}"#
    let send = #"{"type":"send","room":"tea","id":"s","text":"t"}"#
    let govern = #"{"type":"govern","room":"tea","id":"g","set":{"topic":"t"}}"#
    for request in [attempt, send, govern] { #expect(try deliveries(room.bob, request) == 0) }
    for request in [send, govern] { #expect(try deliveries(cid, request) > 0) }
  }

  @Test("is made by those who lead a closed room, for thirty days at most")
  func made() throws {
    #expect(room.codes(room.ask(room.bob, #"{"type":"invite","room":"tea"}"#)) == ["forbidden"])
    #expect(room.codes(room.ask(room.ann, #"{"type":"invite","room":"none"}"#)) == ["forbidden"])
    for until in [now, 1, -1] {
      #expect(room.codes(room.ask(room.ann, #"{"type":"invite","room":"tea","until":\#(until)}"#)) == ["bad_request"])
    }
    let longest = now + 30 * 86_400_000
    for until in [longest + 3_600_000, 9_007_199_254_740_991] {
      #expect((try invite(#","until":\#(until)"#).until - longest).magnitude < 1_000)
    }
    let until = now + 86_400_000
    #expect(try invite(#","until":\#(until)"#).word == invite(#","until":\#(until)"#).word)
    room.govern(room.ann, "g1", #""set":{"mode":"open"}"#)
    #expect(room.codes(room.ask(room.ann, #"{"type":"invite","room":"tea"}"#)) == ["forbidden"])
  }

  @Test("is made at once by who has just closed the room, although their instance has not heard of it yet")
  func justClosed() {
    let open = LedRoom()
    open.a.broker.losesBroadcasts = true
    open.govern(open.ann, "g1", #""set":{"mode":"closed"}"#)
    #expect(open.ask(open.ann, #"{"type":"invite","room":"tea"}"#).types == ["invited"])
  }

  @Test("to a room that names as many people as it can says so")
  func full() throws {
    let (word, _) = try invite()
    for number in 1..<Policy.mostPeople {
      room.govern(room.ann, "n\(number)", #""user":"u\#(number)","role":"member""#)
    }
    let refusal = try #require(join(room.bob, by: word).of("error").first)
    #expect(refusal["message"]?.string?.hasPrefix("This room has as many members") == true)
  }

  @Test("is not taken from who may not write by the operators' word, nor can be said to have been shown")
  func forged() {
    let change =
      #"{"type":"govern","room":"tea","id":"x","invited":true,"user":"\#(room.bob.client?.user.id ?? "")","role":"member"}"#
    #expect(room.codes(room.ask(room.bob, change)) == ["forbidden"])
  }
}
