import Base
import MemoryBroker
import Testing

@testable import Broker
@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON

@Suite("A session that ends, a user whose standing changes")
struct EndingTests {
  private let fleet = TestFleet()
  private let a: TestHub
  private let b: TestHub

  init() {
    a = TestHub(fleet, instance: "a")
    b = TestHub(fleet, instance: "b")
  }

  /// What somebody else does on the other instance.
  private func change(_ act: ChangeStanding.Act, _ client: TestClient) {
    let user = client.client?.user.id ?? ""
    b.hub.broker.perform(ChangeStanding(act, of: user)) { _ in }
    b.endTurn()
    a.endTurn()
  }

  private func signOut(_ client: TestClient) {
    if let identity = client.client?.identity { b.hub.accounts.signOut(identity) { _ in } }
    b.endTurn()
  }

  private func interrupt() {
    a.broker.isListening = false
    a.broker.losesBroadcasts = true
  }

  private func resume() {
    a.broker.isListening = true
    a.broker.losesBroadcasts = false
    a.broker.events?.brokerMayHaveMissedMessages()
  }

  /// The hub's next tick alone.
  private func tick() {
    a.hub.time.now += .seconds(1) / Hub.ticksPerSecond
    a.hub.tick()
    a.endTurn()
  }

  private func stored() -> [String] {
    let reader = b.client("Reader")
    defer { reader.disconnect() }
    return reader.ask(#"{"type":"history","id":"h","room":"lobby"}"#).of("history")
      .flatMap { $0["messages"]?.array ?? [] }.compactMap { $0.object?["text"]?.string }
  }

  private func code(_ objects: [JSONObject], of id: String) -> String? {
    objects.of("error").first { $0["id"]?.string == id }?["code"]?.string
  }

  // MARK: - Notices

  @Test("a sign-out that overtakes the answer of a hello's look-up ends the hello")
  func overtaken() throws {
    let first = a.client()
    let token = try #require(first.ask(#"{"type":"hello","version":1,"name":"Ann"}"#).first?["session"]?.string)
    let second = TestClient(a)
    a.broker.holdsSessions = true
    #expect(second.ask(#"{"type":"hello","version":1,"session":"\#(token)"}"#).isEmpty)
    signOut(first)
    a.endTurn()
    a.broker.holdsSessions = false
    a.broker.release()
    #expect(second.read().first?["code"]?.string == "unauthorized")
    #expect(second.closeCode == 4501 && second.client?.isWelcomed == false)
  }

  @Test("a ban that overtakes the answer of a look-up is told")
  func overtakenByBan() throws {
    let first = a.client()
    let token = try #require(first.ask(#"{"type":"hello","version":1,"name":"Ann"}"#).first?["session"]?.string)
    let second = TestClient(a)
    a.broker.holdsSessions = true
    second.ask(#"{"type":"hello","version":1,"session":"\#(token)"}"#)
    change(.ban(seconds: 60, reason: "spam", holdsNames: false), first)
    a.broker.holdsSessions = false
    a.broker.release()
    let told = second.read().first
    #expect(told?["code"]?.string == "forbidden" && told?["message"]?.string?.hasSuffix("UTC: spam") == true)
    #expect(second.closeCode == 4503)
  }

  @Test("what was heard is remembered for a while, and in doubt the store is asked again")
  func remembered() throws {
    var endings = RecentEndings()
    let start = Instant(nanoseconds: 1)
    let hash = try #require(Token.hash(String(repeating: "a", count: 64)))
    let before = endings.count
    #expect(!endings.concern(hash, of: "u1", since: before))
    endings.add(.user("u2"), at: start)
    #expect(!endings.concern(hash, of: "u1", since: before))
    endings.add(.user("u1"), at: start)
    endings.add(.session(hash), at: start)
    #expect(endings.concern(hash, of: "u9", since: before) && endings.concern(hash, of: "u1", since: before + 2))
    #expect(!endings.concern(hash, of: "u1", since: endings.count))
    // Forgotten, by time and by number: then anything may have been told.
    endings.add(.user("u2"), at: start + RecentEndings.memory)
    #expect(endings.concern(hash, of: "u9", since: before))
    #expect(!endings.concern(hash, of: "u9", since: before + 3))
    for _ in 0...RecentEndings.limit { endings.add(.user("u2"), at: start + RecentEndings.memory) }
    #expect(endings.concern(hash, of: "u9", since: before + 4))
  }

  @Test("whoever was signed out elsewhere has left at once")
  func leaves() {
    let (ann, bob) = (a.client("Ann"), b.client("Bob"))
    for client in [ann, bob] { client.ask(#"{"type":"join","room":"lobby"}"#) }
    a.pass(seconds: 1)
    b.pass(seconds: 1)
    _ = bob.read()
    signOut(ann)
    a.endTurn()
    #expect(ann.closeCode == 4501)
    ann.disconnect()
    a.pass(seconds: 1)
    #expect(bob.read().of("presence").map { $0["state"]?.string } == ["left"])
  }

  // MARK: - Interruptions

  @Test("what somebody writes whose end went unheard is not stored, and what others write is")
  func unheard() {
    let ann = a.client("Ann")
    let bob = a.client("Bob")
    interrupt()
    signOut(ann)
    a.endTurn()
    #expect(ann.closeCode == nil, "it is not known here")
    let told = ann.ask(#"{"type":"send","id":"m1","room":"lobby","text":"ended"}"#)
    #expect(code(told, of: "m1") == "unauthorized" && ann.closeCode == 4501)
    #expect(bob.ask(#"{"type":"send","id":"m2","room":"lobby","text":"one"}"#).types == ["sent"])
    #expect(bob.ask(#"{"type":"send","id":"m3","room":"lobby","text":"two"}"#).types == ["sent"])
    #expect(stored() == ["one", "two"])
    #expect(a.hub.counters.publicationsInFlight == 0)
  }

  @Test("what is written while a look-up is under way is judged by the next one, in order")
  func judgedByTheNext() {
    let ann = a.client("Ann")
    interrupt()
    a.broker.holdsSessions = true
    for text in ["one", "two"] {
      #expect(ann.ask(#"{"type":"send","id":"\#(text)","room":"lobby","text":"\#(text)"}"#).isEmpty)
      if text == "one" { signOut(ann) }
    }
    a.broker.holdsSessions = false
    a.broker.release()
    let told = ann.read()
    #expect(told.of("sent").compactMap { $0["id"]?.string } == ["one"] && code(told, of: "two") == "unauthorized")
    #expect(stored() == ["one"] && ann.closeCode == 4501)
  }

  @Test("who says nothing is closed as well, after an interruption")
  func silent() {
    let ann = a.client("Ann")
    let bob = a.client("Bob")
    interrupt()
    change(.ban(seconds: nil, reason: "", holdsNames: false), ann)
    resume()
    tick()
    #expect(ann.closeCode == 4503 && bob.closeCode == nil)
    #expect(a.hub.sessionsToCheck == 0 && a.hub.counters.clientsEnded == 1)
  }

  @Test("who came during an interruption is looked up after it, too")
  func cameMeanwhile() throws {
    let first = b.client()
    let token = try #require(first.ask(#"{"type":"hello","version":1,"name":"Ann"}"#).first?["session"]?.string)
    interrupt()
    let ann = a.client()
    a.broker.holdsSessions = true
    ann.ask(#"{"type":"hello","version":1,"session":"\#(token)"}"#)
    signOut(first)
    resume()
    a.broker.holdsSessions = false
    a.broker.release()
    _ = ann.read()
    tick()
    #expect(ann.closeCode == 4501)
  }

  @Test("many sessions are looked up a few at a time, those who write before the others")
  func spread() {
    let people = (0..<200).map { a.client("Person \($0)") }
    interrupt()
    resume()
    let before = a.broker.sessionReads
    #expect(a.hub.sessionsToCheck == people.count)
    tick()
    #expect(a.broker.sessionReads - before == SessionChecks.perTick)
    #expect(people[199].ask(#"{"type":"send","id":"m","room":"lobby","text":"x"}"#).types == ["sent"])
    #expect(a.broker.sessionReads - before == SessionChecks.perTick + 1)
    #expect(people[199].ask(#"{"type":"send","id":"n","room":"lobby","text":"y"}"#).types == ["sent"])
    for _ in 0..<people.count / SessionChecks.perTick { tick() }
    #expect(a.broker.sessionReads - before == people.count, "each once")
    #expect(a.hub.sessionsToCheck == 0)
  }

  @Test("what can't be judged in an interruption is refused at once")
  func unjudged() {
    let ann = a.client("Ann")
    interrupt()
    a.broker.failsSessions = true
    #expect(code(ann.ask(#"{"type":"send","id":"m","room":"lobby","text":"x"}"#), of: "m") == "unavailable")
    a.broker.failsSessions = false
    #expect(stored().isEmpty && ann.closeCode == nil && a.hub.counters.publicationsInFlight == 0)
    #expect(ann.ask(#"{"type":"send","id":"m","room":"lobby","text":"x"}"#).types == ["sent"])
  }

  @Test("a look-up that the store did not answer is made again")
  func unanswered() {
    let ann = a.client("Ann")
    interrupt()
    signOut(ann)
    resume()
    a.broker.failsSessions = true
    tick()
    #expect(ann.closeCode == nil && a.hub.sessionsToCheck == 1)
    #expect(code(ann.ask(#"{"type":"send","id":"m","room":"lobby","text":"x"}"#), of: "m") == "unavailable")
    a.broker.failsSessions = false
    tick()
    #expect(ann.closeCode == 4501 && stored().isEmpty)
  }

  @Test("a store that comes back without its data ends nobody")
  func lost() {
    let ann = a.client("Ann")
    a.broker.replaceStore(MemoryBroker(store: TestFleet(epoch: "other").store, instance: "a"))
    tick()
    #expect(ann.closeCode == nil && a.hub.sessionsToCheck == 0)
    #expect(ann.ask(#"{"type":"send","id":"m","room":"lobby","text":"x"}"#).types == ["sent"])
  }

  @Test("what somebody wrote who has gone since is stored all the same")
  func gone() {
    let ann = a.client("Ann")
    interrupt()
    a.broker.holdsSessions = true
    ann.ask(#"{"type":"send","id":"m","room":"lobby","text":"last words"}"#)
    ann.disconnect()
    a.broker.release()
    a.endTurn()
    #expect(stored() == ["last words"] && a.hub.counters.publicationsInFlight == 0)
  }

  // MARK: - Standing

  @Test("a ban closes all connections of the user on all instances, with its words, and no others")
  func banned() throws {
    let first = a.client()
    let token = try #require(first.ask(#"{"type":"hello","version":1,"name":"Ann"}"#).first?["session"]?.string)
    let hello = #"{"type":"hello","version":1,"session":"\#(token)"}"#
    let second = b.client()
    second.ask(hello)
    let bob = a.client("Bob")
    change(.ban(seconds: 3_600, reason: "", holdsNames: true), first)
    for client in [first, second] {
      #expect(client.read().last?["message"]?.string?.hasPrefix("You are banned until 20") == true)
      #expect(client.closeCode == 4503)
    }
    #expect(bob.closeCode == nil)
    let again = a.client()
    #expect(again.ask(hello).first?["code"]?.string == "forbidden" && again.closeCode == 4503)
    #expect(a.client().ask(#"{"type":"hello","version":1,"name":"Ann"}"#).first?["code"]?.string == "name_taken")
    change(.pardon, first)
    #expect(a.client().ask(hello).first?["code"]?.string == "unauthorized")
    #expect(a.client().ask(#"{"type":"hello","version":1,"name":"Ann"}"#).types == ["welcome"])
  }

  @Test("who is suspended reads and can't write, is told at once, and writes again when it has ended")
  func suspended() throws {
    let ann = a.client("Ann")
    ann.ask(#"{"type":"send","id":"m0","room":"lobby","text":"before"}"#)
    change(.suspend(seconds: 60, reason: "calm down"), ann)
    let told = try #require(ann.read().of("suspended").first)
    let until = try #require(told["until"]?.integer)
    #expect(told["on"]?.bool == true && told["reason"]?.string == "calm down" && until > fleet.clock.now)
    for request in [
      #""send","room":"lobby","text":"x""#, #""send","room":"@Bob","text":"x""#,
      #""edit","room":"lobby","seq":1,"text":"x""#,
      #""delete","room":"lobby","seq":1"#, #""react","room":"lobby","seq":1,"reaction":"👍""#,
      #""typing","room":"lobby""#, #""invite","room":"lobby""#, #""report","room":"lobby","position":"epoch.0.1.x""#,
      #""resolve","room":"lobby","position":"epoch.0.1.x""#,
    ] {
      let answer = ann.ask(#"{"id":"w","type":\#(request)}"#)
      #expect(code(answer, of: "w") == "forbidden", "\(request)")
      #expect(answer.first?["message"]?.string?.contains("calm down") == true)
    }
    #expect(ann.ask(#"{"type":"join","id":"j","room":"lobby"}"#).texts == ["before"])
    a.hub.time.wallClock = until
    #expect(ann.ask(#"{"type":"send","id":"m1","room":"lobby","text":"after"}"#).types.contains("sent"))
    #expect(ann.closeCode == nil)
  }

  @Test("a suspension is told behind the welcome, and that it was lifted at once")
  func suspendedAgain() throws {
    let first = a.client()
    let token = try #require(first.ask(#"{"type":"hello","version":1,"name":"Ann"}"#).first?["session"]?.string)
    change(.suspend(seconds: nil, reason: ""), first)
    let second = a.client()
    let told = second.ask(#"{"type":"hello","version":1,"session":"\#(token)"}"#)
    #expect(told.types == ["welcome"] && told[0]["suspended"]?.object?.members.isEmpty == true)
    change(.pardon, first)
    for client in [first, second] { #expect(client.read().of("suspended").last?["on"]?.bool == false) }
    #expect(second.ask(#"{"type":"send","id":"m","room":"lobby","text":"x"}"#).types == ["sent"])
  }

  @Test("who is connected is listed in pages, by id")
  func listed() {
    let people = (0..<5).map { a.client("Person \($0)") }
    people[2].disconnect()
    let twice = TestClient(a, identity: people[0].client?.identity)
    twice.ask(#"{"type":"hello","version":1}"#)
    let all = a.hub.connectedUsers(after: "", limit: 10)
    #expect(all.users.count == 4 && !all.hasMore && all.users.map(\.user.id) == all.users.map(\.user.id).sorted())
    #expect(all.users.map(\.connections).sorted() == [1, 1, 1, 2])
    let first = a.hub.connectedUsers(after: "", limit: 3)
    #expect(first.hasMore && first.users == Array(all.users.prefix(3)))
    #expect(a.hub.connectedUsers(after: all.users[2].user.id, limit: 3).users == Array(all.users.suffix(1)))
  }
}
