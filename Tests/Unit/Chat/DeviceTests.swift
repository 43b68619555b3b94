import Base
import Broker
import JSON
import JWT
import Testing
import TokenSigner

@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import MemoryBroker

@Suite("A guest on another device")
struct DeviceTests {
  private let fleet = TestFleet()

  private func code(_ client: TestClient) throws -> String {
    let told = client.ask(#"{"type":"device","id":"d"}"#)
    let answer = try #require(told.of("device").first, "\(told)")
    #expect(answer["id"]?.string == "d" && answer["within"]?.integer == 600_000)
    return try #require(answer["code"]?.string)
  }

  private func hello(_ hub: TestHub, _ code: String, more: String = "", from address: String = "") -> TestClient {
    let client = hub.client(from: address)
    answers = client.ask(#"{"type":"hello","id":"h","version":1,"code":"\#(code)"\#(more)}"#)
    return client
  }

  /// What the last hello was answered with.
  private final class Answers { var last: [JSONObject] = [] }
  private let kept = Answers()
  private var answers: [JSONObject] {
    get { kept.last }
    nonmutating set { kept.last = newValue }
  }

  private func id(_ client: TestClient) -> User.ID? { client.client?.user.id }

  @Test("is the same user, and each of the two is signed out by itself")
  func twoDevices() throws {
    let (laptop, phones) = (TestHub(fleet), TestHub(fleet, instance: "b"))
    let ann = laptop.client("Ann")
    _ = laptop.client("Bob").ask(#"{"type":"send","room":"@ann","id":"m","text":"hi"}"#)
    let phone = hello(phones, try code(ann).lowercased())
    let welcome = try #require(answers.of("welcome").first, "\(answers)")
    #expect(welcome["user"]?.object?["id"]?.string == id(ann) && welcome["user"]?.object?["name"]?.string == "Ann")
    #expect(welcome["session"]?.string?.utf8.count == 64 && welcome["expires"] == nil)
    #expect(answers.of("direct").count == 1, "their direct rooms are told as to whoever comes back")
    laptop.hub.broker.perform(EndSession(try #require(ann.client?.sessionHash))) { _ in }
    for hub in [laptop, phones] { hub.endTurn() }
    #expect(ann.closeCode == 4501 && phone.closeCode == nil)
    #expect(phone.ask(#"{"type":"send","room":"lobby","id":"m","text":"t"}"#).of("sent").count == 1)
    #expect(phones.client().ask(#"{"type":"hello","name":"Ann"}"#).of("error").first?["code"]?.string == "name_taken")
  }

  @Test("signing out everywhere ends both")
  func everywhere() throws {
    let hub = TestHub(fleet)
    let ann = hub.client("Ann")
    let phone = hello(hub, try code(ann))
    hub.hub.accounts.signOutEverywhere(try #require(phone.client?.identity)) { _ in }
    hub.endTurn()
    #expect(ann.closeCode == 4501 && phone.closeCode == 4501)
  }

  @Test("those who are there hear of a device that comes in, on whatever instance, and the new one does not")
  func news() throws {
    let (laptop, phones) = (TestHub(fleet), TestHub(fleet, instance: "b"))
    let ann = laptop.client("Ann")
    let bob = laptop.client("Bob")
    fleet.clock.now += 5
    for hub in [laptop, phones] { hub.hub.time.wallClock = fleet.clock.now }
    let phone = hello(phones, try code(ann))
    let added = try #require(ann.read().of("device_added").first)
    #expect(added["time"]?.integer == fleet.clock.now)
    let listed = try #require(ann.ask(#"{"type":"devices","id":"l"}"#).of("devices").first?["devices"]?.array)
    #expect(listed.compactMap { $0.object?["device"]?.string }.contains(try #require(added["device"]?.string)))
    #expect(phone.read().of("device_added").isEmpty && bob.read().isEmpty)
  }

  @Test("who was away hears of it when they come, once; whoever came in behind it does not")
  func newsForTheAbsent() throws {
    let hub = TestHub(fleet)
    let ann = hub.client("Ann")
    let identity = try #require(ann.client?.identity)
    let first = try code(ann)
    ann.disconnect()
    fleet.clock.now += 5
    hub.hub.time.wallClock = fleet.clock.now
    let phone = hello(hub, first)
    fleet.clock.now += 5
    hub.hub.time.wallClock = fleet.clock.now
    _ = hello(hub, try code(phone))
    #expect(answers.of("device_added").isEmpty)
    #expect(phone.read().of("device_added").count == 1, "of the second")
    func comeBack() -> [JSONObject] {
      let polling = hub.hub.connect(ann, as: identity, isOperator: false)
      hub.hub.tellNewDevices(to: polling)
      polling.disconnected()
      return ann.read().of("device_added")
    }
    #expect(comeBack().count == 2)
    #expect(comeBack().isEmpty)
  }

  @Test("each is listed, and ends another one or all others; one that has ended ends none")
  func revoking() throws {
    let (one, other) = (TestHub(fleet), TestHub(fleet, instance: "b"))
    let laptop = one.client("Ann")
    let bob = one.client("Bob")
    let phone = hello(other, try code(laptop))
    let tablet = hello(one, try code(phone))
    func devices(_ client: TestClient) throws -> [(id: String, isHere: Bool)] {
      let told = client.ask(#"{"type":"devices","id":"l"}"#).of("devices")
      let list = try #require(told.first?["devices"]?.array, "\(told)")
      return try list.map { item in
        let device = try #require(item.object)
        #expect(device["since"]?.integer != nil && device["used"]?.integer != nil)
        return (try #require(device["device"]?.string), device["here"]?.bool ?? false)
      }
    }
    let listed = try devices(phone)
    #expect(listed.map(\.isHere) == [false, true, false])
    let foreign = try #require(try devices(bob).first?.id)
    for (device, count) in [(foreign, 0), ("0000000000000000", 0), (listed[2].id, 1), (listed[2].id, 0)] {
      let told = phone.ask(#"{"type":"revoke","id":"r","device":"\#(device)"}"#)
      #expect(told.of("revoked").first?["ended"]?.integer == Int64(count), "\(told)")
    }
    one.endTurn()
    #expect(tablet.closeCode == 4501 && laptop.closeCode == nil && bob.closeCode == nil)
    for wrong in [
      #""device":"\#(listed[1].id)""#, #""device":"x""#, #""device":7"#, #""others":false"#, #""others":1"#, #""x":1"#,
      #""device":"\#(listed[0].id)","others":true"#,
    ] {
      let told = phone.ask(#"{"type":"revoke","id":"r",\#(wrong)}"#)
      #expect(told.count == 1 && told[0]["code"]?.string == "bad_request", "\(wrong): \(told)")
    }
    // It has ended, and this instance has not heard of it yet.
    one.hub.broker.perform(EndSession(try #require(phone.client?.sessionHash))) { _ in }
    let refused = phone.ask(#"{"type":"revoke","id":"r","others":true}"#).first { $0["id"]?.string == "r" }
    #expect(refused?["code"]?.string == "unauthorized" && laptop.closeCode == nil)
    #expect(laptop.ask(#"{"type":"revoke","id":"r","others":true}"#).of("revoked").first?["ended"]?.integer == 0)
  }

  @Test("wrong, old, used and void codes, and what can't be one, get the same refusal")
  func wrongCodes() throws {
    let hub = TestHub(fleet)
    let ann = hub.client("Ann")
    let older = try code(ann)
    let used = try code(ann)
    _ = hello(hub, used)
    let late = try code(ann)
    fleet.clock.now += 600_000
    let bob = hub.client("Bob")
    let void = try code(bob)
    hub.hub.broker.perform(ChangeStanding(.end, of: try #require(id(bob)))) { _ in }
    hub.endTurn()
    for wrong in [older, used, late, void, "7K3QD-M0V91", "", "x", String(repeating: "7", count: 9_999)] {
      let client = hello(hub, wrong)
      #expect(answers.count == 1 && answers[0]["code"]?.string == "unauthorized" && client.closeCode == 4501)
      #expect(answers[0]["message"]?.string == Accounts.wrongCode.message)
    }
  }

  @Test("the same hello is the same session, as its answer may have been lost")
  func repeats() throws {
    let hub = TestHub(fleet)
    let code = try code(hub.client("Ann"))
    let secret = #","secret":"\#(String(repeating: "s", count: 32))""#
    let first = hello(hub, code, more: secret)
    let session = try #require(answers.of("welcome").first?["session"]?.string)
    first.disconnect()
    _ = hello(hub, code, more: secret)
    #expect(answers.of("welcome").first?["session"]?.string == session)
    _ = hello(hub, code, more: #","secret":"\#(String(repeating: "t", count: 32))""#)
    #expect(answers.of("error").first?["code"]?.string == "unauthorized")
    _ = hello(hub, code, more: #","secret":"short""#)
    #expect(answers.of("error").first?["code"]?.string == "bad_request")
  }

  @Test("no code is made for an application's users, bots, and those who may only read")
  func nobodyElse() throws {
    let hub = TestHub(fleet) { $0.tokens.secrets = [TokenSecret(TokenSigner.secret)].compactMap(\.self) }
    let user = hub.client()
    let token = TokenSigner().token(of: "7", "Ann", expires: fleet.clock.now + 300_000)
    user.ask(#"{"type":"hello","token":"\#(token)"}"#)
    var key: String?
    Bots(hub: hub.hub).add("Vote helper", maker: "") { key = try? $0.get().key }
    hub.endTurn()
    let bot = hub.client()
    bot.ask(#"{"type":"hello","token":"\#(try #require(key))"}"#)
    let quiet = hub.client("Bob")
    hub.hub.broker.perform(ChangeStanding(.suspend(seconds: nil, reason: ""), of: try #require(id(quiet)))) { _ in }
    hub.endTurn()
    _ = quiet.read()
    for client in [user, bot, quiet] {
      #expect(client.client?.isWelcomed == true)
      let told = client.ask(#"{"type":"device","id":"d"}"#)
      #expect(told.count == 1 && told[0]["code"]?.string == "forbidden" && told[0]["id"]?.string == "d", "\(told)")
      #expect(client.closeCode == nil)
    }
  }

  @Test("where guests are not let in any more there are no codes, and those that were made are not taken")
  func noGuests() throws {
    let code = try code(TestHub(fleet).client("Ann"))
    let closed = TestHub(fleet, instance: "b") { $0.guests = .no }
    let client = hello(closed, code)
    #expect(answers.of("error").first?["code"]?.string == "forbidden" && client.closeCode == 4500)
    let identity = Identity(
      record: SessionRecord(user: User(id: "a", name: "Ann", kind: .user), created: fleet.clock.now),
      hash: try .sample())
    #expect(closed.hub.accounts.refusalOfCode(for: identity.record, isOperator: false)?.code == .forbidden)
    #expect(closed.hub.accounts.refusalOfCode(for: identity.record, isOperator: true) == nil)
  }

  @Test("wrong codes are counted by the address, over the fleet, and right ones are not")
  func limits() throws {
    let hubs = ["a", "b"].map { name in
      TestHub(fleet, instance: name) { configuration in
        configuration.quotas = .on
        configuration.userQuota = .unlimited
        configuration.addressQuota = .unlimited
        configuration.addressQuota.codes = 8
      }
    }
    let ann = hubs[0].client("Ann")
    for _ in 0..<20 {
      _ = hello(hubs[0], try code(ann), from: "10.0.0.1")
      #expect(answers.of("welcome").count == 1)
    }
    var refused: [String?] = []
    for number in 0..<20 {
      _ = hello(hubs[number % 2], "7K3QD-M0V91", from: "10.0.0.1")
      refused.append(answers.of("error").first?["code"]?.string)
      for hub in hubs { hub.pass(seconds: 1) }
    }
    #expect((8...10).contains(refused.count { $0 == "unauthorized" }), "\(refused)")
    #expect(refused.last == "rate_limited")
    let right = try code(ann)
    _ = hello(hubs[1], right, from: "10.0.0.1")
    #expect(answers.of("error").first?["code"]?.string == "rate_limited", "nobody learns whether it is right")
    _ = hello(hubs[1], right, from: "10.0.0.2")
    #expect(answers.of("welcome").count == 1, "it was not used up")
  }

  @Test("after too many wrong codes of all none is looked at for ten minutes, and all else goes on")
  func fleetBound() throws {
    let hub = TestHub(fleet)
    let ann = hub.client("Ann")
    let early = try code(ann)
    for number in 0..<10_000 {
      let wrong = CreateDeviceSession(try .sample(1), code: try .sample(number), created: 0, lifetime: 60)
      #expect(fleet.store.sessions.create(wrong, now: fleet.clock.now) == .wrong)
    }
    _ = hello(hub, early)
    let refusal = try #require(answers.of("error").first)
    #expect(refusal["code"]?.string == "rate_limited" && refusal["retryAfter"]?.integer == 600_000)
    #expect(hub.client("Bob").client?.isWelcomed == true)
    fleet.clock.now += 600_000
    _ = hello(hub, try code(ann))
    #expect(answers.of("welcome").count == 1)
  }
}

extension TokenHash {
  fileprivate static func sample(_ number: Int = 0) throws -> TokenHash {
    try #require(TokenHash(SHA256.hash(Array("\(number)".utf8))))
  }
}
