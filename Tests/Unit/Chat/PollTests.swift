import Testing

@testable import Chat
@testable import ChatTestSupport
@testable import ChatProtocol

@Suite("A poll")
struct PollTests {
  /// One call: what is there at once, and the client for what comes later.
  private func poll(_ hub: TestHub, _ identity: Identity, _ json: String) throws -> TestClient {
    let client = TestClient(hub.hub, identity: identity)
    client.client?.poll(try PollRequest(Array(json.utf8)))
    return client
  }

  private func identity(_ hub: TestHub, _ name: String) throws -> Identity {
    try #require(hub.client(name).client?.identity)
  }

  @Test("joins, sends and gets the answers, then goes on from its position on any instance")
  func conversation() throws {
    let fleet = TestFleet()
    let (a, b) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b"))
    let (ann, bob) = (try identity(a, "Ann"), try identity(a, "Bob"))
    let first = try poll(
      a, ann, #"{"rooms":{"r":null},"requests":[{"type":"send","id":"1","room":"r","text":"one"}]}"#)
    let events = first.read()
    #expect(Array(events.types.prefix(3)) == ["joined", "sent", "message"])
    #expect(first.client?.answersDue == 0)
    let position = try #require(events.of("message").first?["position"]?.string)
    first.disconnect()

    _ = try poll(b, bob, #"{"rooms":{},"requests":[{"type":"send","id":"1","room":"r","text":"two"}]}"#)
    let second = try poll(b, ann, #"{"rooms":{"r":"\#(position)"}}"#)
    #expect(second.read().texts == ["two"])
  }

  @Test("that goes on where it was hears nothing until there is something")
  func waits() throws {
    let hub = TestHub(TestFleet())
    let (ann, bob) = (try identity(hub, "Ann"), hub.client("Bob"))
    let first = try poll(hub, ann, #"{"rooms":{"r":null}}"#)
    let position = try #require(first.read().first?["position"]?.string)
    first.disconnect()
    let second = try poll(hub, ann, #"{"rooms":{"r":"\#(position)"}}"#)
    #expect(second.read().isEmpty)
    #expect(second.client?.answersDue == 0)
    bob.ask(#"{"type":"send","id":"1","room":"r","text":"hi"}"#)
    #expect(second.read().texts == ["hi"])
  }

  @Test("is welcomed when it says hello")
  func hello() throws {
    let hub = TestHub(TestFleet())
    let call = try poll(hub, try identity(hub, "Ann"), #"{"requests":[{"type":"hello","id":"h","version":1}]}"#)
    let welcome = call.read()
    #expect(welcome.types == ["welcome"])
    #expect(welcome.first?["user"]?.object?["name"]?.string == "Ann")
    #expect(call.client?.answersDue == 0)
  }

  @Test("does not escape the limits by being many")
  func limits() throws {
    let hub = TestHub(TestFleet()) { $0.messageRate = 1 }
    let ann = try identity(hub, "Ann")
    var sent = 0
    for number in 0..<10 {
      let call = try poll(
        hub, ann, #"{"requests":[{"type":"send","id":"\#(number)","room":"r","text":"t"}]}"#)
      sent += call.read().of("sent").count
      call.disconnect()
    }
    #expect(sent == 3)
  }

  @Test(
    "is refused when it is none",
    arguments: [
      "", "[]", #"{"rooms":[]}"#, #"{"rooms":{"r":5}}"#, #"{"rooms":{"r":"?"}}"#, #"{"wait":-1}"#, #"{"wait":"x"}"#,
      #"{"requests":{}}"#, #"{"requests":[1]}"#,
    ])
  func refuses(json: String) {
    #expect(throws: Refusal.self) { try PollRequest(Array(json.utf8)) }
  }
}
