import Base
import HTTP
import JSON

/// Who polls: the hello that says it, and the session that stands for it in every call.
struct PollSession {
  /// The session's token; `nil` until there is one.
  private(set) var token: String?
  /// What is said to be welcomed, and now and then again.
  let hello: [UInt8]
  /// What a session is made of: an application's token, or else the hello that brings a name.
  private let applicationToken: String?
  private var helloAt: Instant
  /// Whether the session was made for this hello, and its owner has not been told.
  private var isUntold = false

  init(hello: [UInt8], at now: Instant) {
    let object = try? JSONParser.parseObject(hello)
    token = object?["session"]?.string
    applicationToken = object?["token"]?.string
    // A token is shown once, for the session.
    self.hello = applicationToken == nil ? hello : JSONWriter.object { $0.member("type", "hello") }
    helloAt = now
  }

  /// The request that makes the session; `nil` for a hello that has one.
  func signIn(_ requests: PollRequests) -> Request? {
    guard token == nil else { return nil }
    return applicationToken.map(requests.signIn(with:)) ?? requests.signIn(hello)
  }

  /// Takes the session that was made.
  /// - Returns: whether it is one.
  mutating func take(_ response: Response) -> Bool {
    guard response.status == 201, let made = (try? JSONParser.parseObject(response.body))?["session"]?.string else {
      return false
    }
    (token, isUntold) = (made, true)
    return true
  }

  /// The welcome as a WebSocket would bring it: with the session that was made for it.
  mutating func completed(_ welcome: JSONObject) -> JSONObject {
    guard isUntold, let token, welcome["session"] == nil else { return welcome }
    isUntold = false
    var welcome = welcome
    welcome.append("session", .string(token))
    return welcome
  }

  /// The hello, once in so long.
  mutating func dueHello(at now: Instant, every span: TimeSpan) -> [UInt8]? {
    guard now >= helloAt + span else { return nil }
    helloAt = now
    return hello
  }
}
