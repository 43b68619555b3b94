import Testing

@testable import Broker
@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON
@testable import MemoryBroker

@Suite("A room's policy")
struct PolicyTests {
  private let fleet = TestFleet()

  /// Ann on one instance, Bob on another, both in a room of Ann's.
  private func scene(_ set: String = #"{"topic":"Tea"}"#) -> (ann: TestClient, bob: TestClient, a: TestHub, b: TestHub)
  {
    let (a, b) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b"))
    let (ann, bob) = (a.client("Ann"), b.client("Bob"))
    ann.ask(#"{"type":"join","room":"tea"}"#)
    govern(ann, "g0", #""set":\#(set)"#)
    bob.ask(#"{"type":"join","room":"tea"}"#)
    _ = ann.read()
    return (ann, bob, a, b)
  }

  @discardableResult
  private func govern(_ client: TestClient, _ id: String, _ what: String) -> [JSONObject] {
    ask(client, #"{"type":"govern","room":"tea","id":"\#(id)",\#(what)}"#)
  }

  /// What a room tells, without comings and goings.
  @discardableResult
  private func ask(_ client: TestClient, _ json: String) -> [JSONObject] {
    client.ask(json).filter { $0["type"]?.string != "presence" }
  }

  @discardableResult
  private func send(_ client: TestClient, _ id: String) -> [JSONObject] {
    ask(client, #"{"type":"send","room":"tea","id":"\#(id)","text":"text \#(id)"}"#)
  }

  private func codes(_ answers: [JSONObject]) -> [String] { answers.of("error").compactMap { $0["code"]?.string } }

  @Test("is told in the room's order, by whom and whom it is about, and whoever comes is told what it is")
  func told() throws {
    let (ann, bob, _, _) = scene()
    let answers = govern(ann, "g1", #""user":"@Bob","role":"moderator""#)
    #expect(answers.types == ["sent", "policy"] && answers[0]["seq"]?.integer == 2)
    let event = try #require(bob.read().of("policy").first)
    #expect(event["seq"]?.integer == 2 && event["from"]?.object?["name"]?.string == "Ann")
    #expect(event["user"]?.object?["name"]?.string == "Bob" && event["role"]?.string == "moderator")
    let joined = try #require(ask(bob, #"{"type":"join","room":"tea","limit":10}"#).of("joined").first)
    #expect(joined["policy"]?.object?["role"]?.string == "moderator" && joined["changes"]?.integer == 2)
    #expect(joined["policy"]?.object?["topic"]?.string == "Tea" && joined["missed"]?.integer == 0)
    #expect(govern(ann, "g1", #""user":"@Bob","role":"moderator""#).first?["duplicate"]?.bool == true)
    #expect(codes(govern(ann, "g1", #""user":"@Bob","role":"muted""#)) == ["bad_request"])
  }

  @Test("comes to a room in which nobody else has written, by whoever wants it there, and to no other")
  func claims() {
    let (a, b) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b"))
    let (ann, bob) = (a.client("Ann"), b.client("Bob"))
    for client in [ann, bob] {
      client.ask(#"{"type":"join","room":"tea"}"#)
      send(client, "m")
    }
    for client in [ann, bob] { #expect(codes(govern(client, "g", #""set":{"mode":"closed"}"#)) == ["forbidden"]) }
    ann.ask(#"{"type":"send","room":"own","id":"m","text":"x"}"#)
    let own = ann.ask(#"{"type":"govern","room":"own","id":"g","set":{"mode":"closed"}}"#)
    #expect(own.types.contains("sent"))
    for number in 1...21 { ann.ask(#"{"type":"send","room":"full","id":"m\#(number)","text":"x"}"#) }
    let full = ann.ask(#"{"type":"govern","room":"full","id":"g","set":{"mode":"closed"}}"#)
    #expect(codes(full) == ["forbidden"])
    let direct = ann.ask(#"{"type":"govern","room":"@Bob","id":"g","set":{"mode":"closed"}}"#)
    #expect(codes(direct) == ["bad_request"])
  }

  @Test("keeps who is muted from all that others see, on whatever instance, and lets them read")
  func muted() {
    let (ann, bob, _, b) = scene()
    send(bob, "m1")
    govern(ann, "g1", #""user":"@Bob","role":"muted","until":\#(fleet.clock.now + 60_000)"#)
    _ = bob.read()
    #expect(codes(send(bob, "m2")) == ["forbidden"])
    #expect(send(bob, "m1").first?["duplicate"]?.bool == true, "a repeat is recognised before it is refused")
    for type in [#""react","reaction":"👍""#, #""edit","text":"y""#, #""delete""#] {
      #expect(codes(ask(bob, #"{"type":\#(type),"room":"tea","id":"c","seq":2}"#)) == ["forbidden"])
    }
    _ = ann.read()
    ask(bob, #"{"type":"typing","room":"tea"}"#)
    #expect(ann.read().isEmpty)
    send(ann, "m3")
    #expect(bob.read().texts == ["text m3"])
    b.hub.time.wallClock += 60_001
    #expect(send(bob, "m4").types == ["sent", "message"])
  }

  @Test("takes out who is banned, lets nobody in who is, and lets them in again when that is over")
  func banned() {
    let (ann, bob, a, b) = scene()
    govern(ann, "g1", #""user":"@Bob","role":"banned""#)
    let told = bob.read().filter { $0["type"]?.string != "presence" }
    #expect(told.types == ["policy", "left"] && told[1]["reason"]?.string == "removed")
    send(ann, "m1")
    #expect(bob.read().isEmpty)
    #expect(codes(ask(bob, #"{"type":"join","room":"tea"}"#)) == ["forbidden"])
    let elsewhere = TestHub(fleet, instance: "c").client("Cid")
    _ = elsewhere.ask(#"{"type":"join","room":"tea"}"#)
    for hub in [a, b] { hub.pass(seconds: 1) }
    let members = ask(ann, #"{"type":"members","room":"tea"}"#).first?["users"]?.array?.compactMap(\.object?["name"])
    #expect(members == [.string("Ann"), .string("Cid")] || members == [.string("Cid"), .string("Ann")])
    govern(ann, "g2", #""user":"\#(bob.client?.user.id ?? "")","role":"none""#)
    #expect(ask(bob, #"{"type":"join","room":"tea"}"#).types.first == "joined")
  }

  @Test("tells whoever asks for the roles who has which, those who lead first, and until when")
  func roles() throws {
    let (ann, bob, a, _) = scene()
    let cid = TestHub(fleet, instance: "c").client("Cid")
    cid.ask(#"{"type":"join","room":"tea"}"#)
    let until = a.hub.time.wallClock + 60_000
    govern(ann, "g1", #""user":"@Cid","role":"muted","until":\#(until)"#)
    govern(ann, "g2", #""user":"zed","role":"banned""#)
    let plain = try #require(ask(bob, #"{"type":"members","room":"tea"}"#).of("members").first)
    #expect(plain["roles"] == nil)
    let request = #"{"type":"members","room":"tea","roles":true}"#
    // From the policy as this instance follows it, and as one reads it that follows nothing.
    for asking in [bob, TestHub(fleet, instance: "d").client("Dan")] {
      let told = try #require(ask(asking, request).of("members").first)
      let roles = try #require(told["roles"]?.array).compactMap(\.object)
      #expect(roles.map { $0["role"]?.string } == ["owner", "banned", "muted"])
      #expect(roles.map { $0["name"]?.string } == ["Ann", nil, "Cid"] && roles[1]["id"]?.string == "zed")
      #expect(roles.map { $0["until"]?.integer } == [nil, nil, until] && told["moreRoles"] == nil)
    }
    a.hub.time.wallClock = until
    let later = try #require(ask(ann, request).of("members").first?["roles"]?.array).compactMap(\.object)
    #expect(later.map { $0["role"]?.string } == ["owner", "banned", "member"] && later[2]["until"] == nil)
    let nothing = try #require(ask(ann, #"{"type":"members","room":"new","roles":true}"#).of("members").first)
    #expect(nothing["roles"]?.array?.isEmpty == true)
    #expect(codes(ask(ann, #"{"type":"members","room":"tea","roles":1}"#)) == ["bad_request"])
  }

  @Test("calls whom it is about by name, whatever instance they are known to")
  func names() throws {
    let (ann, bob, a, b) = scene()
    for hub in [a, b] { hub.pass(seconds: 1) }
    govern(ann, "g1", #""user":"\#(bob.client?.user.id ?? "")","role":"member""#)
    let event = try #require(ann.read().of("policy").last ?? bob.read().of("policy").last)
    #expect(event["user"]?.object?["name"]?.string == "Bob")
  }

  @Test("tells of 200 roles at once, and that there are more")
  func manyRoles() throws {
    let (ann, _, _, _) = scene()
    for number in 1...200 { govern(ann, "n\(number)", #""user":"u\#(number)","role":"member""#) }
    let told = try #require(ask(ann, #"{"type":"members","room":"tea","roles":true}"#).of("members").first)
    #expect(told["roles"]?.array?.count == 200 && told["moreRoles"]?.bool == true)
    #expect(told["roles"]?.array?.first?.object?["role"]?.string == "owner")
  }

  @Test("lets moderators delete what others wrote, and nobody edit it")
  func moderators() throws {
    let (ann, bob, _, _) = scene()
    let cid = TestHub(fleet, instance: "c").client("Cid")
    cid.ask(#"{"type":"join","room":"tea"}"#)
    send(cid, "m1")
    let deletion = #"{"type":"delete","room":"tea","id":"d1","seq":2}"#
    #expect(codes(ask(bob, deletion)) == ["forbidden"])
    govern(ann, "g1", #""user":"@Bob","role":"moderator""#)
    _ = bob.read()
    #expect(codes(ask(bob, #"{"type":"edit","room":"tea","id":"e1","seq":2,"text":"no"}"#)) == ["forbidden"])
    let event = try #require(ask(bob, deletion).of("delete").first)
    #expect(event["from"]?.object?["name"]?.string == "Bob")
    let history = ask(ann, #"{"type":"history","room":"tea"}"#).first?["messages"]?.array ?? []
    #expect(history.compactMap(\.object).texts == [""])
  }

  @Test("makes who writes in a slow room wait, but for edits and those who lead it")
  func slow() throws {
    let (ann, bob, _, b) = scene(#"{"slow":30}"#)
    #expect(send(bob, "m1").types == ["sent", "message"])
    let refusal = try #require(send(bob, "m2").of("error").first)
    #expect(refusal["code"]?.string == "rate_limited" && refusal["retryAfter"]?.integer == 30_000)
    #expect(send(bob, "m1").first?["duplicate"]?.bool == true)
    #expect(ask(bob, #"{"type":"edit","room":"tea","id":"e","seq":2,"text":"y"}"#).types == ["sent", "edit"])
    for id in ["a1", "a2"] { #expect(send(ann, id).types.contains("sent")) }
    _ = bob.read()
    fleet.clock.now += 30_000
    b.hub.time.wallClock += 30_000
    #expect(send(bob, "m2").types == ["sent", "message"])
  }

  @Test("that an instance has not heard of is read before anything is stored, in the author's order")
  func unheard() {
    let (ann, bob, a, b) = scene()
    // Nothing of what is told reaches the second instance.
    b.broker.losesBroadcasts = true
    govern(ann, "g1", #""user":"@Bob","role":"muted""#)
    for id in ["m1", "m2"] { #expect(codes(send(bob, id)) == ["forbidden"]) }
    govern(ann, "g2", #""user":"@Bob","role":"none""#)
    for id in ["m3", "m4"] { #expect(codes(send(bob, id)).isEmpty) }
    b.broker.losesBroadcasts = false
    a.pass(seconds: 1)
    #expect(ann.read().texts == ["text m3", "text m4"])
  }

  @Test("names so many people at most, and can take one role for another then")
  func full() {
    let (ann, _, _, _) = scene()
    for number in 1..<Policy.mostPeople { govern(ann, "g\(number)", #""user":"u\#(number)","role":"member""#) }
    #expect(codes(govern(ann, "x1", #""user":"u1000","role":"member""#)) == ["forbidden"])
    #expect(codes(govern(ann, "x2", #""user":"u1","role":"muted""#)).isEmpty)
    #expect(codes(govern(ann, "x3", #""user":"u2","role":"none""#)).isEmpty)
    #expect(codes(govern(ann, "x4", #""user":"u1000","role":"member""#)).isEmpty)
  }

  @Test(
    "is refused with what is wrong where it is none",
    arguments: [
      ("", "Nothing is changed"), (#""set":{}"#, "Nothing is changed"), (#""set":7"#, "The field set"),
      (#""set":{"mode":"shut"}"#, "The field mode"), (#""set":{"mode":1}"#, "The field mode"),
      (#""set":{"slow":-1}"#, "The field slow"), (#""set":{"slow":86401}"#, "The field slow"),
      (#""set":{"slow":"7"}"#, "The field slow"), (#""set":{"topic":"a\nb"}"#, "A topic is one line"),
      (#""set":{"topic":"\#(String(repeating: "x", count: 251))"}"#, "A topic has at most"),
      (#""user":"@Bob""#, "go together"), (#""role":"muted""#, "go together"),
      (#""user":"@Bob","role":"king""#, "The field role"),
      (#""user":"@Bob","role":"member","until":9999999999999"#, "Only muted"),
      (#""user":"@Bob","role":"muted","until":1"#, "over already"),
      (#""user":"@Bob","role":"muted","until":"x""#, "The field until"),
      (#""user":"Bob B","role":"muted""#, "A user is an id"), (#""user":"@Nobody","role":"muted""#, "Nobody has"),
      (#""set":{"mode":"open"},"until":5"#, "The field until needs"),
    ])
  func malformed(what: String, message: String) {
    let (ann, _, _, _) = scene()
    let answers = govern(ann, "x", what.isEmpty ? #""y":1"# : what)
    #expect(answers.of("error").first?["message"]?.string?.contains(message) == true, "\(answers)")
  }

  @Test("is not what an answer says that is older than what has come since it was asked for")
  func lateAnswer() throws {
    let room = LedRoom()
    let tea = try #require(RoomName("tea"))
    let followed = try #require(room.b.hub.followedRoom(tea))
    room.b.broker.holdsPolicyAnswers = true
    followed.readPolicy()
    room.b.endTurn()
    let bob = try #require(room.bob.client?.user.id)
    room.govern(room.ann, "g1", #""user":"\#(bob)","role":"muted""#)
    room.b.endTurn()
    room.b.broker.release()
    room.b.endTurn()
    room.govern(room.ann, "g2", #""set":{"topic":"Coffee"}"#)
    room.b.endTurn()
    #expect(room.codes(room.send(room.bob, "m1")) == ["forbidden"])
    #expect(followed.policy.version == room.a.hub.followedRoom(followed.name)?.policy.version)
  }

  @Test("is what the store says where that is older, as after it has lost something")
  func olderStore() throws {
    let room = LedRoom()
    let tea = try #require(RoomName("tea"))
    let followed = try #require(room.b.hub.followedRoom(tea))
    let before = followed.policy
    room.govern(room.ann, "g1", #""set":{"topic":"Coffee"}"#)
    room.b.endTurn()
    followed.know(before, readSince: followed.policyChanges)
    #expect(followed.policy == before)
  }
}
