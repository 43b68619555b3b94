import Base
import HTTP
import JSON
import Testing

@testable import ChatClient

@Suite("Who polls")
struct PollSessionTests {
  private let requests: PollRequests
  private let now = Instant.distantPast

  init() throws { requests = PollRequests(address: try ChatAddress("ws://127.0.0.1:1/ws")) }

  private func session(_ hello: String) -> PollSession { PollSession(hello: Array(hello.utf8), at: now) }

  private func answer(_ status: Int, _ body: String) -> Response { Response(status: status, body: Array(body.utf8)) }

  private func welcome(_ json: String = #"{"type":"welcome"}"#) throws -> JSONObject {
    try JSONParser.parseObject(Array(json.utf8))
  }

  @Test("has a session by its hello, or is given one by its name, or by an application's token that is shown once")
  func signIn() throws {
    #expect(session(#"{"type":"hello","session":"s"}"#).signIn(requests) == nil)
    let named = session(#"{"type":"hello","name":"Ann"}"#)
    let byName = try #require(named.signIn(requests))
    #expect(byName.target == "/session" && byName.body == named.hello && byName.fields["Authorization"] == nil)
    let sent = session(#"{"type":"hello","token":"a.b.c"}"#)
    let byToken = try #require(sent.signIn(requests))
    #expect(byToken.body.isEmpty && byToken.fields["Authorization"] == "Bearer a.b.c")
    #expect(String(decoding: sent.hello, as: UTF8.self) == #"{"type":"hello"}"#)
  }

  @Test("takes the session that was made, and nothing else for one")
  func takes() {
    for (status, body) in [(200, #"{"session":"s"}"#), (201, #"{"session":1}"#), (201, "{}"), (201, "")] {
      var session = session("{}")
      let isTaken = session.take(answer(status, body))
      #expect(!isTaken && session.token == nil, "\(status) \(body)")
    }
    var session = session("{}")
    let isTaken = session.take(answer(201, #"{"session":"s"}"#))
    #expect(isTaken && session.token == "s")
  }

  @Test("is told the session with the welcome, once, and not one that it brought")
  func welcomed() throws {
    var new = session(#"{"type":"hello","name":"Ann"}"#)
    _ = new.take(answer(201, #"{"session":"s"}"#))
    let told = try [welcome(), welcome()].map { new.completed($0)["session"]?.string }
    #expect(told == ["s", nil])
    var known = session(#"{"type":"hello","session":"s"}"#)
    let again = known.completed(try welcome())
    #expect(again["session"] == nil)
    var renamed = session("{}")
    _ = renamed.take(answer(201, #"{"session":"s"}"#))
    let own = renamed.completed(try welcome(#"{"type":"welcome","session":"t"}"#))
    #expect(own["session"]?.string == "t")
  }

  @Test("says its hello again once in so long")
  func hello() {
    var session = session("{}")
    let said = [0, 59, 60, 61, 119, 120].map { seconds in
      session.dueHello(at: now + .seconds(seconds), every: .seconds(60)) != nil
    }
    #expect(said == [false, false, true, false, false, true])
  }
}
