import Base
import Broker
import ChatProtocol
import JSON
import JWT
import Testing
import TokenSigner

@testable import Chat
@testable import ChatTestSupport

/// People of an application: who they are, what they are called, and when their sessions end.
@Suite struct TokenUserTests {
  private let fleet = TestFleet()

  private func hub(_ instance: String = "a", change: (inout HubConfiguration) -> Void = { _ in }) -> TestHub {
    TestHub(fleet, instance: instance) { configuration in
      configuration.tokens.secrets = [TokenSecret(TokenSigner.secret)].compactMap(\.self)
      change(&configuration)
    }
  }

  /// - Parameter seconds: until it ends.
  private func token(_ subject: String = "7", _ name: String = "Ann", in seconds: Int64 = 300) -> String {
    TokenSigner().token(of: subject, name, expires: fleet.clock.now + seconds * 1_000)
  }

  private func hello(_ hub: TestHub, _ token: String) throws -> (client: TestClient, welcome: JSONObject) {
    let client = hub.client()
    let told = client.ask(#"{"type":"hello","id":"h","version":1,"token":"\#(token)"}"#)
    return (client, try #require(told.of("welcome").first, "\(told)"))
  }

  /// Lets wall clock and loop pass.
  private func pass(_ seconds: Int64, _ hubs: TestHub...) {
    fleet.clock.now += seconds * 1_000
    for hub in hubs {
      hub.hub.time.wallClock = fleet.clock.now
      hub.pass(seconds: 1)
    }
  }

  private func user(_ welcome: JSONObject) -> JSONObject? { welcome["user"]?.object }

  // MARK: - Who it is

  @Test func `somebody has one id on each device and day, and nobody else has it`() throws {
    let hub = hub()
    let first = user(try hello(hub, token()).welcome)
    #expect(first?["name"]?.string == "Ann" && first?["kind"]?.string == "user")
    let id = try #require(first?["id"]?.string)
    #expect(id == String(Base32.encode(SHA256.hash([0] + Array("7".utf8))).prefix(15)))
    #expect(id.utf8.count == 15 && RoomName(between: id, and: "a").participants != nil)
    fleet.clock.now += 40 * 86_400_000
    let later = self.hub("b")
    #expect(user(try hello(later, token()).welcome) == first)
    #expect(user(try hello(later, token("8")).welcome)?["id"]?.string != id)
    let issued = TokenSigner().token(
      #"{"sub":"7","iss":"x","name":"Ann","exp":\#(fleet.clock.now / 1_000 + 60)}"#)
    #expect(user(try hello(later, issued).welcome)?["id"]?.string != id)
  }

  @Test func `whose name somebody else has gets a number behind it, on all devices, until it is free`() throws {
    let hub = hub()
    let guest = hub.client("Ann")
    let (phone, welcome) = try hello(hub, token())
    #expect(user(welcome)?["name"]?.string == "Ann 2")
    #expect(user(try hello(hub, token("8")).welcome)?["name"]?.string == "Ann 3")
    guest.ask(#"{"type":"ping"}"#)
    let session = try #require(guest.client?.sessionHash)
    hub.hub.broker.perform(EndSession(session)) { _ in }
    hub.endTurn()
    let (laptop, second) = try hello(hub, token())
    #expect(user(second)?["name"]?.string == "Ann 2", "as on the phone")
    for device in [phone, laptop] {
      hub.hub.broker.perform(EndSession(try #require(device.client?.sessionHash))) { _ in }
    }
    hub.endTurn()
    #expect(user(try hello(hub, token()).welcome)?["name"]?.string == "Ann")
  }

  @Test func `however many have a name, and however long it is, everybody gets one`() throws {
    let hub = hub()
    for name in ["Ann", String(repeating: "n", count: 32), String(repeating: "한", count: 32)] {
      var names: Set<String> = []
      for number in 0..<10 {
        names.insert(user(try hello(hub, token("\(name)\(number)", name)).welcome)?["name"]?.string ?? "")
      }
      #expect(names.count == 10 && !names.contains(""), "\(names)")
    }
  }

  @Test func `a second device does not free the name when it goes, nor takes it from guests`() throws {
    let hub = hub()
    let first = try hello(hub, token()).client
    let second = try hello(hub, token()).client
    hub.hub.broker.perform(EndSession(try #require(first.client?.sessionHash))) { _ in }
    hub.endTurn()
    #expect(first.closeCode == 4501 && second.closeCode == nil)
    #expect(
      hub.client().ask(#"{"type":"hello","version":1,"name":"Ann"}"#).of("error").first?["code"]?.string == "name_taken"
    )
  }

  @Test(arguments: [
    (#","name":"a@b""#, "name can't be taken"), (#","name":"""#, "name can't be taken"),
    (#","name":"\u202eAnn""#, "name can't be taken"), (#","name":"Admin""#, "the chat's own"), ("", "name is missing"),
    (#","email":"ann@example.org""#, "name is missing"),
    (#","name":"\#(String(repeating: "a", count: 33))""#, "at most 32"),
  ])
  func `a name that nobody can have is refused in words`(_ claim: String, _ words: String) {
    let hub = hub()
    let client = hub.client()
    let token = TokenSigner().token(#"{"sub":"7","exp":\#(fleet.clock.now / 1_000 + 60)\#(claim)}"#)
    let told = client.ask(#"{"type":"hello","id":"h","version":1,"token":"\#(token)"}"#)
    #expect(told.of("error").first?["code"]?.string == "unauthorized" && client.closeCode == 4501)
    #expect(told.of("error").first?["message"]?.string?.contains(words) == true, "\(told)")
  }

  @Test func `where there are no secrets no token is taken, and where guests are not let in no name is`() {
    let plain = TestHub(fleet).client()
    let told = plain.ask(#"{"type":"hello","version":1,"token":"\#(token())"}"#)
    #expect(told.of("error").first?["message"]?.string == "Tokens are not taken here." && plain.closeCode == 4501)
    let hub = hub("b") { $0.guests = .no }
    let guest = hub.client()
    #expect(guest.ask(#"{"type":"hello","version":1,"name":"Bob"}"#).of("error").first?["code"]?.string == "forbidden")
    #expect(guest.closeCode == 4500)
    #expect(throws: Never.self) { try hello(hub, token()) }
  }

  // MARK: - When it ends

  @Test func `a session ends with its token, is told so a minute ahead, and is closed with words`() throws {
    let hub = hub()
    let (client, welcome) = try hello(hub, token())
    let expires = fleet.clock.now + 300_000
    #expect(welcome["expires"]?.integer == expires)
    pass(239, hub)
    #expect(client.read().of("expiring").isEmpty)
    pass(1, hub)
    #expect(client.read().of("expiring").compactMap { $0["within"]?.integer } == [60_000])
    pass(30, hub)
    #expect(client.read().isEmpty, "it is told once")
    pass(29, hub)
    #expect(client.closeCode == nil)
    pass(1, hub)
    #expect(client.read().of("error").first?["code"]?.string == "unauthorized" && client.closeCode == 4010)
  }

  @Test func `of a short token's end it is told when half of it is over, and so after each renewal`() throws {
    let hub = hub()
    let client = try hello(hub, token(in: 40)).client
    for _ in 0..<3 {
      pass(19, hub)
      #expect(client.read().isEmpty)
      pass(1, hub)
      #expect(client.read().of("expiring").compactMap { $0["within"]?.integer } == [20_000])
      client.ask(#"{"type":"renew","token":"\#(token(in: 40))"}"#)
    }
  }

  @Test func `use does not prolong it, and another connection of it knows its end`() throws {
    let hub = hub()
    let (_, welcome) = try hello(hub, token())
    let session = try #require(welcome["session"]?.string)
    for _ in 0..<5 {
      pass(50, hub)
      let again = hub.client().ask(#"{"type":"hello","version":1,"session":"\#(session)"}"#)
      #expect(again.of("welcome").first?["expires"]?.integer == welcome["expires"]?.integer)
    }
    pass(51, hub)
    let late = hub.client()
    #expect(late.ask(#"{"type":"hello","version":1,"session":"\#(session)"}"#).of("error").count == 1)
    #expect(late.closeCode == 4501)
  }

  @Test func `a new token of the same user puts the end off, everywhere, and is told again`() throws {
    let (here, there) = (hub("a"), hub("b"))
    let (client, welcome) = try hello(here, token())
    let other = there.client()
    other.ask(#"{"type":"hello","version":1,"session":"\#(try #require(welcome["session"]?.string))"}"#)
    pass(250, here, there)
    #expect(client.read().of("expiring").count == 1 && other.read().of("expiring").count == 1)
    let renewed = client.ask(#"{"type":"renew","id":"r","token":"\#(token(in: 600))"}"#)
    #expect(renewed.of("renewed").first?["expires"]?.integer == fleet.clock.now + 600_000)
    #expect(renewed.of("renewed").first?["id"]?.string == "r")
    pass(100, here, there)
    #expect(client.read().isEmpty && other.read().isEmpty && client.closeCode == nil && other.closeCode == nil)
    pass(440, here, there)
    #expect(client.read().of("expiring").count == 1 && other.read().of("expiring").count == 1)
    pass(60, here, there)
    #expect(client.closeCode == 4010 && other.closeCode == 4010)
  }

  @Test func `a renewal that is no good changes nothing`() throws {
    let hub = hub()
    let (client, _) = try hello(hub, token())
    let bad = [
      (token("8"), "forbidden"), (token(in: 0), "unauthorized"), (token(in: -600), "unauthorized"),
      ("x", "unauthorized"),
      (TokenSigner(secret: [UInt8](repeating: 1, count: 32)).token(of: "7", "Ann", expires: .max), "unauthorized"),
    ]
    for (token, code) in bad {
      let told = client.ask(#"{"type":"renew","id":"r","token":"\#(token)"}"#)
      #expect(told.of("error").first?["code"]?.string == code && told.of("renewed").isEmpty, "\(told)")
    }
    #expect(client.closeCode == nil)
    // An earlier end is none: the doubled, late answer of an application takes nothing away.
    let early = client.ask(#"{"type":"renew","id":"r","token":"\#(token(in: 100))"}"#)
    #expect(early.of("renewed").first?["expires"]?.integer == fleet.clock.now + 300_000)
    pass(301, hub)
    #expect(client.closeCode == 4010)
    let guest = hub.client("Bob")
    #expect(guest.ask(#"{"type":"renew","token":"\#(token())"}"#).of("error").first?["code"]?.string == "forbidden")
  }

  @Test func `a session lives thirty days at most, whatever its token says`() throws {
    let hub = hub()
    let days: Int64 = 30 * 86_400
    let (client, welcome) = try hello(hub, token(in: 10 * days))
    #expect(welcome["expires"]?.integer == fleet.clock.now + days * 1_000)
    let renewed = client.ask(#"{"type":"renew","token":"\#(token(in: 20 * days))"}"#)
    #expect(renewed.of("renewed").first?["expires"] == welcome["expires"])
  }

  @Test func `a clock that is set forth ends sessions, one that is set back none`() throws {
    let hub = hub()
    let (client, _) = try hello(hub, token())
    pass(-3_600, hub)
    #expect(client.read().isEmpty && client.closeCode == nil)
    pass(7_200, hub)
    #expect(client.closeCode == 4010)
  }

  @Test func `somebody who is gone is not looked after`() throws {
    let hub = hub()
    let (client, _) = try hello(hub, token())
    client.disconnect()
    pass(600, hub)
    #expect(client.read().isEmpty && client.closeCode == nil)
  }
}
