import Testing

@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON
@testable import MemoryBroker

@Suite("A stranger to a closed room")
struct StrangerTests {
  private let fleet = TestFleet()

  /// What a stranger asks of a room, and the types and codes of what they may be told: a new type of request does not compile
  /// before it has its rule here.
  private func rule(_ kind: ClientRequest.Kind, _ room: String) -> (request: String, answers: [String]) {
    func request(_ more: String) -> String {
      #"{"type":"\#(kind.rawValue)","id":"\#(kind.rawValue)","room":"\#(room)"\#(more)}"#
    }
    return switch kind {
    case .hello: (request(#","name":"Zed""#), ["bad_request"])
    case .renew: (request(#","token":"x""#), ["unauthorized"])
    case .device: (request(""), ["device"])
    case .devices: (request(""), ["devices"])
    case .revoke: (request(#","others":true"#), ["revoked"])
    case .join: (request(""), ["forbidden"])
    case .leave: (request(""), ["left"])
    case .send: (request(#","text":"x""#), ["forbidden"])
    case .edit: (request(#","seq":2,"text":"x""#), ["forbidden"])
    case .delete: (request(#","seq":2"#), ["forbidden"])
    case .react: (request(#","seq":9,"reaction":"👍""#), ["forbidden"])
    case .govern: (request(#","set":{"mode":"open"}"#), ["forbidden"])
    case .invite: (request(""), ["forbidden"])
    case .report: (request(#","position":"epoch.0.2.x""#), ["forbidden"])
    case .reports: (request(""), ["forbidden"])
    case .resolve: (request(#","position":"epoch.0.2.x""#), ["forbidden"])
    case .history: (request(""), ["forbidden"])
    case .search: (request(#","text":"Hush""#), ["forbidden"])
    case .members: (request(""), ["forbidden"])
    case .rooms: (request(""), ["rooms"])
    case .read: (request(#","position":"epoch.0.2.x""#), ["forbidden"])
    case .marks: (request(""), ["marks"])
    case .mentions: (request(""), ["mentions"])
    case .typing: (request(""), [])
    case .ping: (request(""), ["pong"])
    }
  }

  /// Ann's room, written to, on an instance of hers; and one beside it.
  private func scene() -> (ann: TestClient, hubs: [TestHub]) {
    let hubs = [TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b")]
    let ann = hubs[0].client("Ann")
    ann.ask(#"{"type":"join","room":"secret"}"#)
    ann.ask(#"{"type":"govern","room":"secret","id":"g","set":{"mode":"open","topic":"Hush"}}"#)
    ann.ask(#"{"type":"send","room":"secret","id":"m","text":"Hush"}"#)
    return (ann, hubs)
  }

  private func word(_ answer: JSONObject) -> String {
    let type = answer["type"]?.string
    return (type == "error" ? answer["code"]?.string : type) ?? ""
  }

  private func text(_ answers: [JSONObject]) -> String {
    let writer = answers.map { answer in
      String(
        decoding: JSONWriter.object { writer in for it in answer.members { writer.member(named: it.name, it.value) } },
        as: UTF8.self)
    }
    return writer.joined()
  }

  @Test("learns nothing of it by whatever is asked, on whatever instance", arguments: ClientRequest.Kind.allCases)
  func walk(kind: ClientRequest.Kind) {
    let (ann, hubs) = scene()
    for hub in hubs { hub.pass(seconds: 4) }
    ann.ask(#"{"type":"govern","room":"secret","id":"c","set":{"mode":"closed"}}"#)
    ann.ask(#"{"type":"send","room":"secret","id":"m2","text":"Hush"}"#)
    for hub in hubs { hub.pass(seconds: 4) }
    let before = RoomName("secret").flatMap { fleet.store.existingRoom($0)?.head }
    for hub in hubs {
      let zed = hub.client("Zed \(hub.hub.configuration.instance)")
      let (request, expected) = rule(kind, "secret")
      let answers = zed.ask(request)
      #expect(answers.map(word) == expected)
      let told = text(answers)
      for secret in ["Hush", "Ann", #""secret","count""#] { #expect(!told.contains(secret), "\(told)") }
      // Nor is a room told apart that keeps them out for another reason.
      if expected == ["forbidden"] {
        ann.ask(
          #"{"type":"govern","room":"secret","id":"b\#(hub.hub.configuration.instance)","user":"\#(zed.client?.user.id ?? "")","role":"banned"}"#
        )
        #expect(text(zed.ask(request)) == told)
      }
      zed.disconnect()
    }
    let after = RoomName("secret").flatMap { fleet.store.existingRoom($0)?.head }
    #expect((before?.seq ?? 0) + (rule(kind, "").answers == ["forbidden"] ? 2 : 0) == after?.seq)
  }

  /// A room can be made by whoever joins it, writes there or governs it, and an empty one is read as well: so these tell a name that is
  /// nobody's from one that is taken. They tell no more than that.
  private static let telling: Set<ClientRequest.Kind> = [
    .join, .send, .edit, .delete, .react, .govern, .history, .search, .members, .read,
  ]

  @Test(
    "learns that a name is taken, by what a room that nobody has used lets them do",
    arguments: ClientRequest.Kind.allCases)
  func taken(kind: ClientRequest.Kind) {
    let (ann, hubs) = scene()
    hubs[0].pass(seconds: 4)
    ann.ask(#"{"type":"govern","room":"secret","id":"c","set":{"mode":"closed"}}"#)
    let zed = hubs[1].client("Zed")
    let (closed, free) = (zed.ask(rule(kind, "secret").request), zed.ask(rule(kind, "free").request))
    #expect(
      (closed.map(word) != free.map(word)) == Self.telling.contains(kind), "\(closed.map(word)) \(free.map(word))")
  }

  @Test("is taken out when it closes, and hears nothing of it from then on; a poll neither")
  func closing() {
    let (ann, hubs) = scene()
    let strangers = hubs.enumerated().map { $1.client("Zed \($0)") }
    for zed in strangers { zed.ask(#"{"type":"join","room":"secret"}"#) }
    _ = ann.read()
    ann.ask(#"{"type":"govern","room":"secret","id":"c","set":{"mode":"closed"}}"#)
    for zed in strangers {
      #expect(zed.read().filter { $0["type"]?.string != "presence" }.types == ["policy", "left"])
    }
    ann.ask(#"{"type":"send","room":"secret","id":"m2","text":"Hush"}"#)
    ann.ask(#"{"type":"typing","room":"secret"}"#)
    for zed in strangers {
      #expect(zed.read().isEmpty)
      zed.client?.resume(in: "secret", after: nil)
      #expect(zed.read().map(word) == ["forbidden"])
    }
  }
}
