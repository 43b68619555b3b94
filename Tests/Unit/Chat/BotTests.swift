import Broker
import ChatProtocol
import JSON
import Testing

@testable import Chat
@testable import ChatTestSupport

/// Programs that sign in with a key, and what is kept for them.
@Suite struct BotTests {
  private let fleet = TestFleet()

  private func hub(_ instance: String = "a", change: (inout HubConfiguration) -> Void = { _ in }) -> TestHub {
    TestHub(fleet, instance: instance, change: change)
  }

  private func add(_ name: String = "Robbie", on hub: TestHub) throws -> NewBot {
    var result: Result<NewBot, Refusal>?
    Bots(hub: hub.hub).add(name, maker: "10.0.0.1") { result = $0 }
    hub.endTurn()
    return try #require(result).get()
  }

  private func hello(_ hub: TestHub, _ members: String) -> (client: TestClient, told: [JSONObject]) {
    let client = hub.client()
    return (client, client.ask(#"{"type":"hello","id":"h","version":1,\#(members)}"#))
  }

  private func hello(_ hub: TestHub, key: String) -> (client: TestClient, told: [JSONObject]) {
    hello(hub, #""token":"\#(key)""#)
  }

  private func user(_ told: [JSONObject]) -> JSONObject? { told.of("welcome").first?["user"]?.object }

  @Test func `a key makes a bot, always the same user, in several sessions at once`() throws {
    let (a, b) = (hub(), hub("b"))
    let new = try add(on: a)
    #expect(new.key.wholeMatch(of: /tcb_[0-9a-f]{64}/) != nil)
    let (first, told) = hello(a, key: new.key)
    let user = try #require(self.user(told))
    #expect(user["name"]?.string == "Robbie" && user["kind"]?.string == "bot" && user["id"]?.string == new.bot.id)
    #expect(told.of("welcome").first?["expires"] == nil)
    fleet.clock.now += 40 * 86_400_000
    let (second, later) = hello(b, key: new.key)
    #expect(self.user(later) == user)
    #expect(first.closeCode == nil && second.closeCode == nil)
    let session = try #require(later.of("welcome").first?["session"]?.string)
    #expect(self.user(hello(b, #""session":"\#(session)""#).told) == user)
  }

  @Test func `a bot comes where neither guests nor tokens are taken`() throws {
    let hub = hub { $0.guests = .no }
    let key = try add(on: hub).key
    #expect(user(hello(hub, key: key).told)?["kind"]?.string == "bot")
    #expect(hello(hub, #""name":"Ann""#).client.closeCode == 4500)
  }

  @Test(arguments: [
    "tcb_", "tcb_" + String(repeating: "0", count: 64), "tcb_" + String(repeating: "0", count: 63),
    "tcb_" + String(repeating: "é", count: 64), "tcb_" + String(repeating: "f", count: 4_000), "tcb_a.b.c",
    "TCB_" + String(repeating: "0", count: 64),
  ])
  func `a key that nobody has is refused as a wrong token is`(_ key: String) throws {
    let hub = hub()
    _ = try add(on: hub)
    let (client, told) = hello(hub, key: key)
    #expect(told.types == ["error"] && told.first?["code"]?.string == "unauthorized" && client.closeCode == 4501)
    #expect(told.first?["message"]?.string?.contains(key) == false)
  }

  @Test func `wrong keys are limited by address as wrong tokens are`() {
    let hub = hub {
      $0.quotas = .on
      $0.addressQuota = .unlimited
      $0.addressQuota[keyPath: \.requests] = 1
    }
    var closeCode: UInt16?
    for _ in 0..<20 where closeCode != 4029 {
      let client = hub.client(from: "10.0.0.1")
      client.ask(#"{"type":"hello","version":1,"token":"tcb_\#(String(repeating: "0", count: 64))"}"#)
      closeCode = client.closeCode
    }
    #expect(closeCode == 4029)
  }

  @Test func `nobody is a bot by saying so`() {
    let hub = hub()
    let (_, told) = hello(hub, #""name":"Robbie","kind":"bot""#)
    #expect(user(told)?["kind"]?.string == "user" && told.types == ["welcome"])
  }

  @Test func `the vote bot's name is let to a program without a key, until a key has it`() throws {
    let hub = hub()
    #expect(hello(hub, #""name":"Vote""#).told.first?["code"]?.string == "bad_request")
    let (guest, told) = hello(hub, #""name":"Vote","kind":"bot""#)
    #expect(user(told)?["kind"]?.string == "user")
    #expect(throws: Refusal.self) { try add("Vote", on: hub) }
    hub.hub.broker.perform(EndSession(try #require(guest.client?.sessionHash))) { _ in }
    hub.endTurn()
    #expect(user(hello(hub, key: try add("Vote", on: hub).key).told)?["name"]?.string == "Vote")
    let late = hello(hub, #""name":"V0te","kind":"bot""#)
    #expect(late.told.first?["code"]?.string == "name_taken" && late.client.closeCode == 4509)
  }

  @Test func `a key that is revoked ends what it has open, on every instance`() throws {
    let (a, b) = (hub(), hub("b"))
    let new = try add(on: a)
    let (client, told) = hello(a, key: new.key)
    let session = try #require(told.of("welcome").first?["session"]?.string)
    var ended: Int?
    Bots(hub: b.hub).revoke(try UserName("robbie")) { ended = try? $0.get() }
    b.endTurn()
    _ = client.read()
    #expect(ended == 1 && client.closeCode == 4501)
    #expect(hello(a, key: new.key).client.closeCode == 4501)
    #expect(hello(b, #""session":"\#(session)""#).client.closeCode == 4501)
    #expect(user(hello(b, #""name":"Robbie""#).told)?["kind"]?.string == "user", "the name is free")
  }

  @Test func `an instance that could not hear of the end ends it when it hears again`() throws {
    let (a, b) = (hub(), hub("b"))
    let (client, _) = hello(a, key: try add(on: a).key)
    a.broker.isListening = false
    a.broker.losesBroadcasts = true
    Bots(hub: b.hub).revoke(try UserName("Robbie")) { _ in }
    b.endTurn()
    #expect(client.read().isEmpty && client.closeCode == nil)
    let told = client.ask(#"{"type":"send","id":"s","room":"lobby","text":"late"}"#)
    #expect(told.of("sent").isEmpty && client.closeCode == 4501)
  }

  @Test func `a bot is written to by name while it is away, and what it wrote stays its own`() throws {
    let hub = hub()
    let new = try add(on: hub)
    let ann = hub.client("Ann")
    let joined = ann.ask(#"{"type":"join","id":"j","room":"@Robbie"}"#).of("joined").first
    #expect(joined?["with"]?.object?["kind"]?.string == "bot")
    let first = hello(hub, key: new.key).client
    first.ask(#"{"type":"send","id":"1","room":"lobby","text":"one"}"#)
    let again = hello(hub, key: new.key).client
    let edited = again.ask(#"{"type":"edit","id":"2","room":"lobby","seq":1,"text":"two"}"#)
    #expect(edited.types == ["sent"])
  }

  @Test func `a token of an application can't be called like a bot, nor be one`() throws {
    let bot = try add(on: hub()).bot
    #expect(User.isID(bot.id) && bot.id.utf8.count == 15)
    #expect(try Bot.id(of: UserName("R0BBIE")) == bot.id)
    #expect(try Bot.id(of: UserName("Robbi")) != bot.id)
  }

  @Test(arguments: ["", "admin", "a@b", String(repeating: "x", count: 33)])
  func `a name that can't be had makes no key`(_ name: String) throws {
    let hub = hub()
    #expect(throws: Refusal.self) { try add(name, on: hub) }
    var bots: [ListedBot]?
    Bots(hub: hub.hub).list { bots = try? $0.get() }
    hub.endTurn()
    #expect(bots == [])
  }
}
