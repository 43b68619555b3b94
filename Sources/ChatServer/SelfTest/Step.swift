import HTTP
import JSON

/// One thing that a user does, and how to tell whether it worked.
struct Step: Sendable {
  let name: String
  let description: String
  /// Method and path.
  let endpoint: String
  /// Calls back with what went wrong, or with nothing.
  let perform: @Sendable (SelfTest, SelfTest.Visit, @escaping (StepFailure?) -> Void) -> Void

  /// A user's visit from beginning to end.
  static let visit: [Step] = [signIn, session, connect, join, send, receive, history, poll, signOut]

  /// The page is served.
  static let page = request("page", "the page is served", "GET", "/", expects: 200) { _, _ in nil }

  private static let signIn = Step(
    name: "sign-in", description: "a session is made", endpoint: "POST /session"
  ) { test, visit, done in
    let body = JSONWriter.object { $0.member("name", "test-\(visit.word)") }
    test.request("POST", "/session", visit, body: body) { result in
      done(
        failure(result, expects: 201) { response in
          guard let token = try? JSONParser.parseObject(response.body)["session"]?.string else { return "no session" }
          visit.token = token
          return nil
        })
    }
  }

  private static let session = request("session", "the session is recognised", "GET", "/session", expects: 200) {
    response, visit in
    let user = (try? JSONParser.parseObject(response.body))?["user"]?.object
    return user?["name"]?.string == "test-\(visit.word)" ? nil : "another user"
  }

  private static let connect = Step(
    name: "connect", description: "a WebSocket opens and is welcomed", endpoint: "GET /ws"
  ) { test, visit, done in
    test.connect(visit) { failure in
      if let failure { return done(failure) }
      ask(visit, "hello", expects: "welcome", done) { writer in
        writer.member("version", 1)
        writer.member("session", visit.token)
      }
    }
  }

  private static let join = Step(
    name: "join", description: "a room is joined", endpoint: "WS join"
  ) { test, visit, done in
    let learn: (JSONObject) -> String? = { joined in
      guard let position = joined["position"]?.string else { return "no position" }
      visit.position = position
      return nil
    }
    ask(visit, "join", expects: "joined", done, check: learn) { $0.member("room", test.room) }
  }

  private static let send = Step(
    name: "send", description: "a message is stored", endpoint: "WS send"
  ) { test, visit, done in
    ask(visit, "send", expects: "sent", done) { writer in
      writer.member("room", test.room)
      writer.member("text", "self-test \(visit.word)")
    }
  }

  private static let receive = Step(
    name: "receive", description: "the message comes back to the room", endpoint: "WS message"
  ) { _, visit, done in
    visit.socket?.expect({ isMessage($0, of: visit) }) { result in
      if case .failure(let failure) = result { done(failure) } else { done(nil) }
    }
  }

  private static let history = Step(
    name: "history", description: "the message is in the room's history", endpoint: "WS history"
  ) { test, visit, done in
    let check: (JSONObject) -> String? = { history in
      let messages = history["messages"]?.array ?? []
      return messages.contains { $0.object.map { isMessage($0, of: visit) } ?? false } ? nil : "it is not there"
    }
    ask(visit, "history", expects: "history", done, check: check) { writer in
      writer.member("room", test.room)
      writer.member("limit", 20)
    }
  }

  private static let poll = Step(
    name: "poll", description: "a long-poll brings what came after a position", endpoint: "POST /poll"
  ) { test, visit, done in
    let body = Array(#"{"wait":1000,"rooms":{"\#(test.room)":"\#(visit.position)"}}"#.utf8)
    test.request("POST", "/poll", visit, body: body) { result in
      done(
        failure(result, expects: 200) { response in
          let array = response.body.withUnsafeBytes { try? JSONParser.parse($0).array } ?? []
          return array.contains { $0.object.map { isMessage($0, of: visit) } ?? false } ? nil : "it is not there"
        })
    }
  }

  private static let signOut = request("sign-out", "the session is ended", "DELETE", "/session", expects: 204) {
    _, _ in nil
  }
}

// MARK: - Kinds of steps

extension Step {
  static func isMessage(_ object: JSONObject, of visit: SelfTest.Visit) -> Bool {
    object["type"]?.string == "message" && object["text"]?.string == "self-test \(visit.word)"
  }

  /// A request over HTTP. `check` says what is wrong with the answer.
  static func request(
    _ name: String, _ description: String, _ method: String, _ path: String, expects status: Int,
    check: @escaping @Sendable (Response, SelfTest.Visit) -> String?
  ) -> Step {
    Step(name: name, description: description, endpoint: "\(method) \(path)") { test, visit, done in
      test.request(method, path, visit) { result in
        done(failure(result, expects: status) { check($0, visit) })
      }
    }
  }

  static func failure(
    _ result: Result<Response, StepFailure>, expects status: Int, check: (Response) -> String?
  ) -> StepFailure? {
    switch result {
    case .failure(let failure): failure
    case .success(let response) where response.status != status:
      StepFailure("status \(response.status) instead of \(status)")
    case .success(let response): check(response).map { StepFailure($0) }
    }
  }

  /// A request over the WebSocket and its reply.
  private static func ask(
    _ visit: SelfTest.Visit, _ type: String, expects reply: String, _ done: @escaping (StepFailure?) -> Void,
    check: @escaping (JSONObject) -> String? = { _ in nil }, members: (inout JSONWriter) -> Void
  ) {
    let id = "\(type)-\(visit.word)"
    visit.socket?.say(
      JSONWriter.object { writer in
        writer.member("type", type)
        writer.member("id", id)
        members(&writer)
      })
    visit.socket?.expect({ $0["id"]?.string == id && $0["type"]?.string != "message" }) { result in
      switch result {
      case .failure(let failure): done(failure)
      case .success(let object) where object["type"]?.string != reply:
        done(StepFailure(object["code"]?.string ?? "not a \(reply)"))
      case .success(let object): done(check(object).map { StepFailure($0) })
      }
    }
  }
}
