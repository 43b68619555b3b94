import ChatProtocol
import JSON
import JWT
import Testing
import TokenSigner

@testable import Chat
@testable import ChatTestSupport

@Suite("Whoever comes with a token that is for some rooms")
struct ScopedSessionTests {
  private let fleet = TestFleet()

  private func hub(_ instance: String) -> TestHub {
    TestHub(fleet, instance: instance) { configuration in
      configuration.tokens.secrets = [TokenSecret(TokenSigner.secret)].compactMap(\.self)
    }
  }

  private func token(_ rooms: String?, _ subject: String = "7") -> String {
    let rooms = rooms.map { #","rooms":\#($0)"# } ?? ""
    return TokenSigner().token(#"{"sub":"\#(subject)","name":"Ann","exp":\#(fleet.clock.now / 1_000 + 300)\#(rooms)}"#)
  }

  private func come(_ hub: TestHub, _ rooms: String?) -> TestClient {
    let client = hub.client()
    #expect(client.ask(#"{"type":"hello","version":1,"token":"\#(token(rooms))"}"#).of("welcome").count == 1)
    return client
  }

  private func words(_ answers: [JSONObject]) -> [String] {
    answers.filter { $0["id"] != nil && $0["from"] == nil }.compactMap { answer in
      answer["type"]?.string == "error" ? answer["code"]?.string : answer["type"]?.string
    }
  }

  /// What is asked of a room where somebody has written, and what it is answered with where one may write, and where one may read:
  /// a new type of request does not compile before it is here.
  private func rule(_ kind: ClientRequest.Kind, _ room: String) -> (request: String, write: String?, read: String?)? {
    func ask(_ more: String, _ write: String?, read: String? = nil) -> (String, String?, String?) {
      (#"{"type":"\#(kind.rawValue)","id":"\#(kind.rawValue)","room":"\#(room)"\#(more)}"#, write, read ?? write)
    }
    return switch kind {
    case .join: ask("", "joined")
    case .leave: ask("", "left")
    case .send: ask(#","text":"x""#, "sent", read: "forbidden")
    case .edit: ask(#","seq":1,"text":"x""#, "not_found", read: "forbidden")
    case .delete: ask(#","seq":1"#, "not_found", read: "forbidden")
    case .react: ask(#","seq":2,"reaction":"👍""#, "sent", read: "forbidden")
    case .govern: ask(#","set":{"topic":"x"}"#, "forbidden")
    case .invite: ask("", "forbidden")
    case .report: ask(#","position":"epoch.0.2.x""#, "not_found", read: "forbidden")
    case .reports: ask("", "forbidden")
    case .resolve: ask(#","position":"epoch.0.2.x""#, "forbidden")
    case .history: ask("", "history")
    case .search: ask(#","text":"x""#, "found")
    case .members: ask("", "members")
    case .read: ask(#","position":"epoch.0.2.x""#, "not_found")
    case .typing: ask("", nil)
    case .hello, .renew, .device, .devices, .revoke, .rooms, .marks, .mentions, .ping: nil
    }
  }

  @Test(
    "does in each what it says, and nothing in others, by whatever is asked", arguments: ClientRequest.Kind.allCases)
  func walk(kind: ClientRequest.Kind) {
    let (a, b) = (hub("a"), hub("b"))
    let bob = a.client("Bob")
    for room in ["team-a", "news", "lobby"] {
      bob.ask(#"{"type":"join","room":"\#(room)"}"#)
      bob.ask(#"{"type":"govern","room":"\#(room)","id":"g","set":{"topic":"Tea"}}"#)
      bob.ask(#"{"type":"send","room":"\#(room)","id":"m","text":"x"}"#)
    }
    for hub in [a, b] { hub.pass(seconds: 4) }
    let ann = come(b, #"{"team-*":"rw","news":"r"}"#)
    for (room, right) in [("team-a", RoomScope.Right.write), ("news", .read), ("lobby", nil)] {
      guard let rule = rule(kind, room) else { continue }
      let allowed = right == .write ? rule.write : rule.read
      let expected = right == nil && allowed != nil ? "forbidden" : allowed
      #expect(words(ann.ask(rule.request)) == [expected].compactMap { $0 }, "\(room)")
      let poll = come(b, #"{"team-*":"rw","news":"r"}"#)
      poll.client?.resume(in: room, after: nil)
      #expect(poll.read().of("error").isEmpty == (right != nil))
    }
  }

  @Test func `is told of no other rooms`() {
    let (a, b) = (hub("a"), hub("b"))
    let bob = a.client("Bob")
    let whole = come(b, nil)
    for room in ["team-a", "lobby"] {
      bob.ask(#"{"type":"join","room":"\#(room)"}"#)
      let said = bob.ask(#"{"type":"send","room":"\#(room)","id":"m","text":"@Ann"}"#).of("sent").first
      let position = said?["position"]?.string ?? ""
      whole.ask(#"{"type":"read","room":"\#(room)","position":"\#(position)"}"#)
    }
    bob.ask(#"{"type":"send","room":"@Ann","id":"d","text":"x"}"#)
    for hub in [a, b] { hub.pass(seconds: 4) }
    let ann = come(b, #"{"team-*":"rw"}"#)
    #expect(ann.read().of("direct").isEmpty)
    func rooms(_ client: TestClient, _ type: String, _ member: String) -> [String?] {
      let list = client.ask(#"{"type":"\#(type)","id":"i"}"#).of(type).first?[member]?.array ?? []
      return list.map { $0.object?["room"]?.string }.sorted { ($0 ?? "") < ($1 ?? "") }
    }
    for (type, member) in [("rooms", "rooms"), ("marks", "rooms"), ("mentions", "items")] {
      #expect(rooms(whole, type, member) == ["lobby", "team-a"], "\(type)")
      #expect(rooms(ann, type, member) == ["team-a"], "\(type)")
    }
    for room in ["@Bob", "@nobody", "@Ann", "@a.b"] {
      let told = ann.ask(#"{"type":"send","room":"\#(room)","id":"d","text":"x"}"#).of("error").first
      #expect(told?["code"]?.string == "forbidden" && told?["message"]?.string == Room.notOpen.message, "\(room)")
    }
    #expect(words(come(a, #"{"@":"rw"}"#).ask(#"{"type":"send","room":"@Bob","id":"d","text":"x"}"#)) == ["sent"])
  }

  @Test func `is told of no reports where it only reads, whatever its user leads`() throws {
    let hub = hub("a")
    let (bob, cid, ann) = (hub.client("Bob"), hub.client("Cid"), come(hub, #"{"tea":"r"}"#))
    let user = try #require(ann.client?.user.id)
    for client in [bob, cid] { client.ask(#"{"type":"join","room":"tea"}"#) }
    bob.ask(#"{"type":"govern","room":"tea","id":"g1","set":{"topic":"Tea"}}"#)
    bob.ask(#"{"type":"govern","room":"tea","id":"g2","user":"\#(user)","role":"moderator"}"#)
    ann.ask(#"{"type":"join","room":"tea"}"#)
    let sent = bob.ask(#"{"type":"send","room":"tea","id":"m","text":"x"}"#).of("sent").first
    let position = try #require(sent?["position"]?.string)
    cid.ask(#"{"type":"report","room":"tea","position":"\#(position)"}"#)
    #expect(bob.read().of("report").count == 1 && ann.read().of("report").isEmpty)
  }

  @Test func `becomes a member by an invitation where it only reads, and goes on to read`() throws {
    let hub = hub("a")
    let bob = hub.client("Bob")
    for room in ["tea", "milk"] {
      bob.ask(#"{"type":"join","room":"\#(room)"}"#)
      bob.ask(#"{"type":"govern","room":"\#(room)","id":"g","set":{"mode":"closed"}}"#)
    }
    bob.ask(#"{"type":"send","room":"tea","id":"m","text":"x"}"#)
    func join(_ client: TestClient, _ room: String) throws -> [JSONObject] {
      let invited = try #require(bob.ask(#"{"type":"invite","id":"i","room":"\#(room)"}"#).of("invited").first)
      let word = try #require(invited["invitation"]?.string)
      return client.ask(#"{"type":"join","id":"j","room":"\#(room)","limit":9,"invitation":"\#(word)"}"#)
    }
    let ann = come(hub, #"{"tea":"r"}"#)
    #expect(words(ann.ask(#"{"type":"join","id":"j","room":"tea"}"#)) == ["forbidden"])
    #expect(try join(ann, "tea").of("joined").first?["policy"]?.object?["role"]?.string == "member")
    #expect(bob.read().of("policy").last?["invited"]?.bool == true)
    #expect(try join(ann, "tea").of("joined").count == 1, "who is one already just joins")
    #expect(words(ann.ask(#"{"type":"send","id":"s","room":"tea","text":"x"}"#)) == ["forbidden"])
    #expect(words(ann.ask(#"{"type":"history","id":"h","room":"tea"}"#)) == ["history"])
    #expect(words(try join(ann, "milk")) == ["forbidden"], "the session is not for that room")
    #expect(bob.read().of("policy").isEmpty)
    let whole = come(hub, nil)
    #expect(words(whole.ask(#"{"type":"send","id":"s","room":"tea","text":"x"}"#)) == ["sent"], "it is the user's")
  }

  @Test func `is where the next token says, on all connections of the session, at once`() throws {
    let (a, b) = (hub("a"), hub("b"))
    let ann = a.client()
    let welcome = ann.ask(#"{"type":"hello","version":1,"token":"\#(token(#"{"news":"rw","tea":"rw"}"#))"}"#).of(
      "welcome")
    let session = try #require(welcome.first?["session"]?.string)
    let other = b.client()
    other.ask(#"{"type":"hello","version":1,"session":"\#(session)"}"#)
    for client in [ann, other] { for room in ["news", "tea"] { client.ask(#"{"type":"join","room":"\#(room)"}"#) } }
    func renew(_ rooms: String?) -> [JSONObject] {
      let told = ann.ask(#"{"type":"renew","id":"r","token":"\#(token(rooms))"}"#)
      for hub in [a, b] { hub.pass(seconds: 1) }
      return told + ann.read()
    }
    let told = renew(#"{"tea":"r"}"#)
    #expect(told.of("renewed").count == 1)
    for left in [told.of("left"), other.read().of("left")] {
      #expect(left.map { $0["room"]?.string } == ["news"] && left.first?["reason"]?.string == "removed")
    }
    for client in [ann, other] {
      #expect(words(client.ask(#"{"type":"join","id":"j","room":"news"}"#)) == ["forbidden"])
      #expect(words(client.ask(#"{"type":"send","id":"s","room":"tea","text":"x"}"#)) == ["forbidden"])
    }
    _ = renew(nil)
    for client in [ann, other] { #expect(words(client.ask(#"{"type":"join","id":"j","room":"news"}"#)) == ["joined"]) }
  }

  @Test func `is refused where a token names what is no room, also in renewing, which changes nothing then`() {
    let hub = hub("a")
    let wrong = token(#"{"News":"r"}"#)
    let told = hub.client().ask(#"{"type":"hello","version":1,"token":"\#(wrong)"}"#).of("error").first
    #expect(told?["code"]?.string == "unauthorized" && told?["message"]?.string?.contains("rooms") == true)
    let ann = come(hub, #"{"tea":"rw"}"#)
    #expect(words(ann.ask(#"{"type":"renew","id":"r","token":"\#(wrong)"}"#)) == ["unauthorized"])
    #expect(words(ann.ask(#"{"type":"send","id":"s","room":"tea","text":"x"}"#)) == ["sent"])
  }
}
