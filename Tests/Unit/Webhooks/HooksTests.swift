import Base
import Testing

@testable import Broker
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import MemoryBroker
@testable import JSON
@testable import Webhooks

@Suite struct HooksTests {
  private let fleet = TestFleet()
  private let house: TestHub
  private let hooks: Hooks
  private let waits = Waits()

  /// What hooks want to be called back for.
  private final class Waits {
    var pending: [(TimeSpan, () -> Void)] = []
  }

  init() {
    house = TestHub(fleet)
    let waits = waits
    hooks = Hooks(hub: house.hub) { waits.pending.append(($0, $1)) }
  }

  // MARK: - Helpers

  private func make(_ json: String) throws -> NewHook {
    let wish = try NewHookRequest(JSONParser.parseObject(Array(json.utf8)))
    var made: Result<NewHook, Refusal>?
    hooks.add(wish, mayBeNew: true) { made = $0 }
    house.endTurn()
    return try #require(made).get()
  }

  /// What came of a post: `ok`, or the code of the refusal.
  private func post(_ token: String, _ body: String, key: String? = nil) -> String {
    var answer = "nothing"
    hooks.take(HookRequest(token: token, body: Array(body.utf8), key: key)) { result in
      switch result {
      case .success: answer = "ok"
      case .failure(let refusal): answer = refusal.code
      }
    }
    house.endTurn()
    return answer
  }

  private func reader(_ name: String = "Ann", in room: String = "ops") -> TestClient {
    let client = house.client(name)
    client.ask(#"{"type":"join","id":"j","room":"\#(room)"}"#)
    return client
  }

  // MARK: - Posting

  @Test func `tokens that nobody has are not tried by an address as often as it likes`() throws {
    let house = TestHub(fleet, instance: "b") { configuration in
      configuration.quotas = .on
      configuration.addressQuota = .unlimited
      configuration.addressQuota.requests = 1
    }
    let hooks = Hooks(hub: house.hub) { _, _ in }
    func post(_ token: String, from address: String) -> String {
      var answer = "nothing"
      hooks.take(HookRequest(token: token, body: Array(#"{"text":"t"}"#.utf8), key: nil, from: address)) { result in
        if case .failure(let refusal) = result { answer = refusal.code } else { answer = "ok" }
      }
      house.endTurn()
      return answer
    }
    let made = try make(#"{"room":"ops","name":"CI"}"#)
    let wrong = String(repeating: "0", count: made.token.count)
    #expect((0..<5).map { _ in post(wrong, from: "10.0.0.1") }.filter { $0 == "invalid_token" }.count == 3)
    #expect(post(made.token, from: "10.0.0.1") == "rate_limited")
    #expect(post(made.token, from: "10.0.0.2") == "ok")
    #expect(house.hub.counters.limited.values.reduce(0, +) == 3)
  }

  @Test func `a room's policy holds for hooks too, and a closed room is none for one of another room`() throws {
    let hook = try make(#"{"room":"ops","name":"CI","channels":"any"}"#)
    func govern(_ room: String, _ change: PolicyChange, _ id: String) throws {
      house.hub.govern(change, by: .operators, in: try #require(RoomName(room)), id: id) { _ in }
      house.endTurn()
    }
    for room in ["ops", "secret"] {
      #expect(post(hook.token, #"{"text":"x","channel":"\#(room)"}"#) == (room == "ops" ? "ok" : "channel_not_found"))
      try govern(room, PolicyChange(settings: .init(mode: .closed)), "g1")
    }
    #expect(post(hook.token, #"{"text":"x"}"#) == "action_prohibited")
    #expect(post(hook.token, #"{"text":"x","channel":"secret"}"#) == "channel_not_found")
    try govern("ops", PolicyChange(person: .init(id: hook.hook.id, name: "CI"), role: .member), "g2")
    #expect(post(hook.token, #"{"text":"x"}"#) == "ok")
  }

  @Test func `a hook calls everybody where it may, as anybody else, and says plain text elsewhere`() throws {
    let hook = try make(#"{"room":"ops","name":"CI"}"#)
    let reader = reader()
    let change = PolicyChange(
      settings: .init(everybody: .members), person: .init(id: hook.hook.id, name: "CI"), role: .member)
    #expect(post(hook.token, #"{"text":"<!channel> red"}"#) == "ok")
    house.hub.govern(change, by: .operators, in: try #require(RoomName("ops")), id: "g") { _ in }
    house.endTurn()
    for text in ["<!channel> red", "<!here> green"] { #expect(post(hook.token, #"{"text":"\#(text)"}"#) == "ok") }
    let messages = reader.read().of("message")
    #expect(messages.map { $0["everybody"]?.string } == [nil, "all", "here"])
    #expect(messages.first?["text"]?.string == "@channel red")
  }

  @Test func `what a hook posts is a message like any other, marked as a program's`() throws {
    let reader = reader()
    let new = try make(#"{"room":"ops","name":"CI"}"#)
    #expect(post(new.token, #"{"text":"one"}"#) == "ok")
    #expect(post(new.token, #"{"text":"two","username":"Builder"}"#) == "ok")
    let messages = reader.read().of("message")
    #expect(messages.compactMap { $0["text"]?.string } == ["one", "two"])
    let authors = messages.compactMap { $0["from"]?.object }
    #expect(authors.map { $0["name"]?.string } == ["CI", "Builder"])
    #expect(authors.allSatisfy { $0["kind"]?.string == "bot" && $0["id"]?.string == new.hook.id })
    // Whoever comes later gets them too.
    #expect(self.reader("Bob").read().isEmpty)
    let late = house.client("Eve").ask(#"{"type":"join","id":"j","room":"ops"}"#)
    #expect(late.texts == ["one", "two"])
    #expect(house.hub.counters.publicationsReceived == 2 && house.hub.counters.publicationsInFlight == 0)
  }

  @Test(arguments: ["Ann", "ANN", "Апп", "A n n", "Adm1n"])
  func `a name that a person has, or the chat itself, or one much like it, is marked`(_ name: String) throws {
    let reader = reader("Ann")
    let new = try make(#"{"room":"ops"}"#)
    #expect(post(new.token, #"{"text":"x","username":"\#(name)"}"#) == "ok")
    let shown = reader.read().of("message").first?["from"]?.object?["name"]?.string
    #expect(shown == "\(name) (webhook)")
  }

  @Test(arguments: [
    ("@nn\u{202E}\n  <b>", "nn <b>"), ("\u{200B}", "CI"), ("", "CI"), ("\u{410}nn", "CI"),
    ("\u{2800}", "CI"), ("ශ්\u{200D}රී", "ශ්\u{200D}රී"), ("علی\u{200C}رضا", "علی\u{200C}رضا"),
    ("Bot ❤\u{FE0F}", "Bot ❤\u{FE0F}"),
    ("B\u{200D}ot\u{FE0F}", "Bot"), ("👩\u{200D}👩\u{200D}👧", "👩\u{200D}👩\u{200D}👧"),
    (String(repeating: "x", count: 99), String(repeating: "x", count: 32)),
  ])
  func `a name that can't be one is made one, or the hook's is shown`(_ name: String, _ shown: String) throws {
    let reader = reader()
    let new = try make(#"{"room":"ops","name":"CI"}"#)
    let json = String(
      decoding: JSONWriter.object {
        $0.member("text", "x")
        $0.member("username", name)
      }, as: UTF8.self)
    #expect(post(new.token, json) == "ok")
    #expect(reader.read().of("message").first?["from"]?.object?["name"]?.string == shown)
  }

  @Test func `a key stores a message once, on any instance and whatever the repeat says`() throws {
    let reader = reader()
    let second = TestHub(fleet, instance: "b")
    let other = Hooks(hub: second.hub) { _, _ in }
    let new = try make(#"{"room":"ops"}"#)
    let long = String(repeating: "k", count: 300)
    for key in ["a", long] {
      #expect(post(new.token, #"{"text":"x"}"#, key: key) == "ok")
      var isTaken = false
      other.take(HookRequest(token: new.token, body: Array(#"{"text":"other"}"#.utf8), key: key)) { result in
        if case .success = result { isTaken = true }
      }
      second.endTurn()
      #expect(isTaken)
    }
    #expect(post(new.token, #"{"text":"y","dedupe":"d"}"#) == "ok")
    #expect(post(new.token, #"{"text":"y","dedupe":"d"}"#) == "ok")
    #expect(post(new.token, #"{"text":"z","dedupe":"d"}"#, key: "the field wins") == "ok")
    #expect(post(new.token, #"{"text":"y"}"#) == "ok")
    #expect(reader.read().texts == ["x", "x", "y", "z", "y"])
    #expect(house.hub.counters.publicationsInFlight == 0 && house.hub.counters.publicationsDuplicate == 1)
  }

  @Test func `a channel leads elsewhere only where the hook may, and to what exists`() throws {
    let ops = reader()
    let dev = reader("Bob", in: "dev")
    let narrow = try make(#"{"room":"ops"}"#)
    let wide = try make(#"{"room":"ops","channels":"any","name":"Wide"}"#)
    for (token, channel, answer) in [
      (narrow.token, "#ops", "ok"), (narrow.token, "OPS", "ok"), (narrow.token, "#dev", "action_prohibited"),
      (narrow.token, "@Bob", "action_prohibited"), (narrow.token, "#Ünï", "action_prohibited"),
      (wide.token, "#dev", "ok"),
      (wide.token, "dev", "ok"), (wide.token, "#nowhere", "channel_not_found"),
      (wide.token, "@nobody", "channel_not_found"),
      (wide.token, "#Ünï", "channel_not_found"), (wide.token, "@", "channel_not_found"),
      (wide.token, "@@", "channel_not_found"),
    ] {
      #expect(post(token, ##"{"text":"x","channel":"\##(channel)"}"##) == answer, "\(channel)")
    }
    #expect(ops.read().texts.count == 2 && dev.read().texts.count == 2)
    #expect(fleet.store.existingRoom(try #require(RoomName("nowhere"))) == nil, "asking makes no room")
  }

  @Test func `a direct message reaches its user, who sees from whom`() throws {
    let bob = house.client("Bob")
    let new = try make(#"{"room":"ops","channels":"any","name":"Pager"}"#)
    #expect(post(new.token, #"{"text":"wake up","channel":"@bob"}"#) == "ok")
    let hint = try #require(bob.read().of("direct").first)
    #expect(hint["with"]?.object?["name"]?.string == "Pager" && hint["with"]?.object?["kind"]?.string == "bot")
    let room = try #require(hint["room"]?.string)
    #expect(bob.ask(#"{"type":"join","id":"j","room":"\#(room)"}"#).texts == ["wake up"])
  }

  @Test func `a template makes a line of any JSON, and nothing else of it counts`() throws {
    let reader = reader()
    let new = try make(#"{"room":"ops","template":"{{project | \"?\"}}: {{#errors}}{{.title}} {{/errors}}"}"#)
    #expect(
      post(new.token, #"{"project":"web","errors":[{"title":"<!here>"},{"title":"b"}],"channel":"@x","text":"no"}"#)
        == "ok")
    #expect(post(new.token, #"[1,2]"#) == "ok")
    #expect(post(new.token, #"{"#) == "invalid_payload")
    #expect(reader.read().texts == ["web: <!here> b", "?:"])
    let empty = try make(#"{"room":"ops","template":"{{a}}"}"#)
    #expect(post(empty.token, #"{"b":1}"#) == "no_text")
  }

  @Test func `a text that is too long is cut at the limit`() throws {
    let reader = reader()
    let new = try make(#"{"room":"ops"}"#)
    #expect(post(new.token, #"{"text":"\#(String(repeating: "x", count: 50_000))"}"#) == "ok")
    let text = try #require(reader.read().texts.first)
    #expect(text.unicodeScalars.count == 4_000 && text.hasSuffix("x…"))
  }

  // MARK: - Refusals

  @Test func `a token that nobody has, or that was revoked, is refused`() throws {
    let new = try make(#"{"room":"ops"}"#)
    for token in ["", "x", String(repeating: "0", count: 64), new.token.uppercased(), new.token + "0"] {
      #expect(post(token, #"{"text":"x"}"#) == "invalid_token")
    }
    #expect(post(new.token, #"{"text":"x"}"#) == "ok")
    var revoked: Result<Void, Refusal>?
    hooks.revoke(new.hook.id) { revoked = $0 }
    house.endTurn()
    try #require(revoked).get()
    #expect(post(new.token, #"{"text":"x"}"#) == "invalid_token")
    hooks.revoke(new.hook.id) { revoked = $0 }
    house.endTurn()
    #expect(throws: Refusal.self) { try revoked?.get() }
  }

  @Test func `each hook has its rate`() throws {
    let slow = try make(#"{"room":"ops","rate":2}"#)
    let other = try make(#"{"room":"ops"}"#)
    #expect((0..<3).map { _ in post(slow.token, #"{"text":"x"}"#) } == ["ok", "ok", "rate_limited"])
    #expect(post(other.token, #"{"text":"x"}"#) == "ok")
    fleet.clock.now += 30_000
    #expect((0..<2).map { _ in post(slow.token, #"{"text":"x"}"#) } == ["ok", "rate_limited"])
  }

  /// Begins a post; what has come of each so far.
  private final class Answers { var all: [String] = [] }

  private func begin(_ token: String, _ text: String, _ answers: Answers) {
    hooks.take(HookRequest(token: token, body: Array(#"{"text":"\#(text)"}"#.utf8), key: nil)) { result in
      switch result {
      case .success: answers.all.append(text)
      case .failure(let refusal): answers.all.append(refusal.code)
      }
    }
    house.endTurn()
  }

  /// Lets what waits longest be tried, after as long as it wanted to wait.
  private func next() -> Bool {
    guard !waits.pending.isEmpty else { return false }
    let (wait, body) = waits.pending.removeFirst()
    fleet.clock.now += Int64(wait.millisecondsRoundedUp)
    house.hub.time.now += wait
    body()
    house.endTurn()
    return true
  }

  @Test func `a burst somewhat above the rate waits for its turn, in order, and the rest is refused at once`() throws {
    let reader = reader()
    let new = try make(#"{"room":"ops","rate":60}"#)
    let answers = Answers()
    for number in 1...80 { begin(new.token, "\(number)", answers) }
    // A minute's worth at once, eight seconds' worth later.
    #expect(answers.all.prefix(60) == (1...60).map(String.init)[...])
    #expect(answers.all.dropFirst(60) == Array(repeating: "rate_limited", count: 12)[...])
    while next() {}
    #expect(answers.all.suffix(8) == (61...68).map(String.init)[...])
    #expect(reader.read().texts == (1...68).map(String.init))
    #expect(hooks.counters.stored == 68 && hooks.counters.delayed == 8)
    #expect(hooks.counters.refused == ["rate_limited": 12])
  }

  @Test func `what waits is answered whatever becomes of its hook, the store and its turn`() throws {
    let answers = Answers()
    let revoked = try make(#"{"room":"ops","rate":60}"#)
    for number in 1...62 { begin(revoked.token, "\(number)", answers) }
    hooks.revoke(revoked.hook.id) { _ in }
    house.endTurn()
    #expect(answers.all.count == 60)
    while next() {}
    #expect(answers.all.suffix(2) == ["invalid_token", "invalid_token"])

    let unlucky = try make(#"{"room":"ops","rate":60}"#)
    for number in 1...62 { begin(unlucky.token, "\(number)", answers) }
    // Another instance uses up the rate meanwhile, until it is too late.
    house.hub.time.now += .seconds(9)
    #expect(waits.pending.count == 1)
    let (_, body) = waits.pending.removeFirst()
    body()
    house.endTurn()
    #expect(answers.all.suffix(2) == ["rate_limited", "rate_limited"])

    let away = try make(#"{"room":"ops","rate":60}"#)
    for number in 1...61 { begin(away.token, "\(number)", answers) }
    house.broker.fails = true
    while next() {}
    #expect(answers.all.last == "unavailable")
  }

  @Test func `without a store, and in maintenance, it is asked to come again`() throws {
    let new = try make(#"{"room":"ops"}"#)
    house.broker.fails = true
    #expect(post(new.token, #"{"text":"x"}"#) == "unavailable")
    house.broker.fails = false
    house.broker.perform(SetMaintenance(Maintenance(isOn: true, message: "soon"))) { _ in }
    house.endTurn()
    #expect(post(new.token, #"{"text":"x"}"#) == "maintenance")
    #expect(HookRefusal.unavailable(wait: 1_001).retryAfter == 2 && HookRefusal.rateLimited(wait: 1).retryAfter == 1)
    #expect(house.hub.counters.publicationsReceived == house.hub.counters.publicationsRefused)
  }

  @Test func `a hook's room must exist, unless it may be new`() throws {
    let wish = try NewHookRequest(JSONParser.parseObject(Array(#"{"room":"ops"}"#.utf8)))
    var made: Result<NewHook, Refusal>?
    hooks.add(wish, mayBeNew: false) { made = $0 }
    house.endTurn()
    #expect { try made?.get() } throws: { ($0 as? Refusal)?.code == .notFound }
    _ = reader()
    hooks.add(wish, mayBeNew: false) { made = $0 }
    house.endTurn()
    #expect(try made?.get().hook.room.text == "ops")
  }

  @Test(arguments: [
    "{}", #"{"room":"Ops"}"#, #"{"room":"@a.b"}"#, #"{"room":"ops","name":"@"}"#, #"{"room":"ops","channels":"all"}"#,
    #"{"room":"ops","rate":-1}"#, #"{"room":"ops","rate":6001}"#, #"{"room":"ops","rate":"x"}"#,
    #"{"room":"ops","template":1}"#,
    #"{"room":"ops","template":""}"#, #"{"room":"ops","template":"{{"}"#,
  ])
  func `a wish that can't be is refused`(_ json: String) throws {
    let object = try JSONParser.parseObject(Array(json.utf8))
    #expect { try NewHookRequest(object) } throws: { ($0 as? Refusal)?.code == .badRequest }
  }

  @Test func `a record is read as it was written, by other versions too`() throws {
    let hook = try make(#"{"room":"ops","name":"C \"I\"","channels":"any","rate":7,"template":"{{a}}"}"#).hook
    #expect(Hook(try JSONParser.parseObject(hook.json)) == hook)
    let later = try JSONParser.parseObject(
      Array(#"{"id":"a","room":"ops","name":"x","rate":1,"channels":"some","new":{}}"#.utf8))
    #expect(Hook(later)?.reach == .room)
    for broken in [
      #"{"id":"A","room":"ops","name":"x","rate":1}"#, #"{"id":"a","room":"ops","name":"x","rate":-1}"#, "{}",
    ] {
      #expect(Hook(try JSONParser.parseObject(Array(broken.utf8))) == nil)
    }
  }
}
