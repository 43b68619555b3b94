import Base
import Broker
import ChatProtocol
import ChatServer
import EventLoop
import Foundation
import HTTP
import JSON
import NetClient
import Webhooks

/// Runs one `tchatter hooks` command: one request to an instance, and what to print of its answer. Foundation: for
/// reading a template's file.
final class HookCall {
  /// What the command came to.
  struct Outcome: Equatable, Sendable {
    let status: ExitStatus
    /// For the standard output: what a script would want.
    let output: String
    /// For the standard error: what a person is told.
    let remark: String

    static func failed(_ remark: String) -> Outcome { Outcome(status: .failed, output: "", remark: remark) }
  }

  /// How long the instance may take.
  private static let timeout: TimeSpan = .seconds(10)
  /// As many hooks as there may be, each with the longest template: bytes.
  private static let longestAnswer = Hook.maximum * (2 * HookTemplate.maximumLength + 512)

  /// What is wrong with what was given on the command line.
  private struct Mistake: Error {
    let reason: String
  }

  private let command: HookCommand
  private let adminToken: String?

  init(_ command: HookCommand, adminToken: String?) {
    self.command = command
    self.adminToken = adminToken
  }

  /// Runs the loop until there is an answer.
  func run(on reactor: Reactor) -> Outcome {
    if case .revoke(let id) = command.action, !User.isID(id) { return .failed("there is no hook with this id") }
    let body: [UInt8]
    do { body = try self.body() } catch { return .failed(error.reason) }
    guard let address = SocketAddress(ip: command.admin.host, port: command.admin.port),
      let request = try? request(body)
    else { return .failed("there is no such address: \(command.admin.text)") }
    var outcome: Outcome?
    HTTPClient.once(
      request, on: reactor, longestBody: Self.longestAnswer, timeout: Self.timeout, to: { address }
    ) { [self] result in
      if case .success(let response) = result { outcome = self.outcome(response) }
      reactor.stop()
    }
    reactor.run()
    return outcome ?? .failed(silence)
  }

  private var silence: String {
    "no instance answers at \(command.admin.text); --admin tells where an instance's admin listener is"
  }

  // MARK: - The request

  private func request(_ body: [UInt8]) throws(Fields.Refusal) -> Request {
    var fields = Fields()
    try fields.add("Host", command.admin.text)
    if let adminToken { try fields.add("Authorization", "Bearer \(adminToken)") }
    return switch command.action {
    case .add: Request(method: "POST", target: "/admin/hooks", fields: fields, body: body)
    case .list: Request(method: "GET", target: "/admin/hooks", fields: fields)
    case .revoke(let id): Request(method: "DELETE", target: "/admin/hooks/\(id)", fields: fields)
    }
  }

  private func body() throws(Mistake) -> [UInt8] {
    guard case .add(let order) = command.action else { return [] }
    let template = try order.template.map { text throws(Mistake) in try Self.template(text) }
    return JSONWriter.object { writer in
      writer.member("room", order.room)
      if let name = order.name { writer.member("name", name) }
      if let channels = order.channels { writer.member("channels", channels) }
      if let rate = order.rate { writer.member("rate", rate) }
      if let template { writer.member("template", template) }
      if order.mayBeNew { writer.member("create", true) }
    }
  }

  /// What a file holds, or the text itself, which then must be a template for sure and not a mistyped file.
  private static func template(_ text: String) throws(Mistake) -> String {
    let content = try content(text)
    guard content.utf8.count <= HookTemplate.maximumLength else {
      throw Mistake(reason: "a template has at most \(HookTemplate.maximumLength) bytes")
    }
    return content
  }

  private static func content(_ text: String) throws(Mistake) -> String {
    if FileManager.default.fileExists(atPath: text) {
      guard let data = FileManager.default.contents(atPath: text), let content = String(data: data, encoding: .utf8)
      else { throw Mistake(reason: "\(text) can't be read as text") }
      return content.hasSuffix("\n") ? String(content.dropLast()) : content
    }
    guard text.contains("{{") else {
      throw Mistake(reason: "--template is neither a file nor a template, which has at least one {{field}}")
    }
    return text
  }

  // MARK: - The answer

  private func outcome(_ response: Response) -> Outcome {
    if case .revoke(let id) = command.action, response.status == 204 {
      return Outcome(status: .stopped, output: "", remark: "\(id) is revoked")
    }
    guard let object = try? JSONParser.parseObject(response.body) else {
      return .failed("what answers at \(command.admin.text) is no instance of tchatter")
    }
    switch (command.action, response.status) {
    case (.add(let order), 201): return added(object, order)
    case (.list, 200): return Outcome(status: .stopped, output: HookTable.text(of: object), remark: "")
    default: return .failed(reason(response.status, object["message"]?.string ?? ""))
    }
  }

  private func added(_ object: JSONObject, _ order: HookOptions) -> Outcome {
    guard let path = object["path"]?.string, let hook = object["hook"]?.object.flatMap({ Hook($0) }) else {
      return .failed("what answers at \(command.admin.text) speaks another version")
    }
    let own = (object["address"]?.string ?? "").replacing("0.0.0.0:", with: "127.0.0.1:")
    return Outcome(
      status: .stopped, output: (order.url ?? "http://" + own) + path + "\n",
      remark: """
        \(hook.id) posts into \(hook.room.text) as \(hook.name). The address is shown this once: only its hash is kept.\
        \(order.mayBeNew ? " If the room is new, it appears with the first message." : "")
        """)
  }

  private func reason(_ status: Int, _ message: String) -> String {
    switch status {
    case 401 where adminToken == nil: "the instance wants the admin token: set TCHATTER_ADMIN_TOKEN"
    case 401: "the instance has another admin token than TCHATTER_ADMIN_TOKEN"
    case 404 where message == Reply.nothingHere: "\(command.admin.text) is not an instance's admin listener"
    case 404:
      if case .add(let order) = command.action {
        "there is no room \(Log.quoted(order.room)) yet; with --create it begins with the hook's first message"
      } else {
        message
      }
    default: message.isEmpty ? "the instance answered \(status)" : message
    }
  }
}
