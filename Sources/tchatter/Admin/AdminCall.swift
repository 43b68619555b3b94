import Base
import ChatServer
import EventLoop
import HTTP
import JSON
import NetClient
import NetServer

/// One request to an instance's admin listener.
struct AdminCall {
  let admin: Endpoint
  let token: String?
  /// Bytes.
  var longestAnswer = 1 << 20
  /// How long the instance may take.
  var timeout: TimeSpan = .seconds(10)

  /// What stands against it, in a line.
  struct Failure: Error {
    let reason: String
  }

  /// An instance's answer: its status, and its object; an empty one for an answer without a body.
  typealias Answer = (status: Int, object: JSONObject)

  /// Runs the loop until there is an answer.
  func run(_ method: String, _ target: String, body: [UInt8] = [], on reactor: Reactor) throws(Failure) -> Answer {
    guard let address = SocketAddress(ip: admin.host, port: admin.port),
      let request = try? request(method, target, body)
    else { throw Failure(reason: "there is no such address: \(admin.text)") }
    var response: Response?
    HTTPClient.once(
      request, on: reactor, longestBody: longestAnswer, timeout: timeout, to: { address }
    ) { result in
      response = try? result.get()
      reactor.stop()
    }
    reactor.run()
    guard let response else {
      throw Failure(
        reason: "no instance answers at \(admin.text); --admin tells where an instance's admin listener is")
    }
    if response.body.isEmpty { return (response.status, JSONObject()) }
    guard let object = try? JSONParser.parseObject(response.body) else {
      throw Failure(reason: "what answers at \(admin.text) is no instance of tchatter")
    }
    return (response.status, object)
  }

  private func request(_ method: String, _ target: String, _ body: [UInt8]) throws(Fields.Refusal) -> Request {
    var fields = Fields()
    try fields.add("Host", admin.text)
    if let token { try fields.add("Authorization", "Bearer \(token)") }
    return Request(method: method, target: target, fields: fields, body: body)
  }

  /// Why an instance refused.
  func reason(of answer: Answer) -> String {
    let message = answer.object["message"]?.string ?? ""
    switch answer.status {
    case 401 where token == nil: return "the instance wants the admin token: set TCHATTER_ADMIN_TOKEN"
    case 401: return "the instance has another admin token than TCHATTER_ADMIN_TOKEN"
    case 404 where message == Reply.nothingHere:
      return "\(admin.text) is not an instance's admin listener, or that of an older version, which does not know this"
    default: return message.isEmpty ? "the instance answered \(answer.status)" : message
    }
  }
}
