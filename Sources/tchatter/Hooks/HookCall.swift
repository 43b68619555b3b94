import Broker
import ChatProtocol
import ChatServer
import EventLoop
import Foundation
import JSON
import NetServer
import Webhooks

/// Runs one `tchatter hooks` command: one request to an instance, and what to print of its answer. Foundation: for
/// reading a template's file.
final class HookCall {
  /// As many hooks as there may be, each with the longest template: bytes.
  private static let longestAnswer = Hook.maximum * (2 * HookTemplate.maximumLength + 512)

  /// What is wrong with what was given on the command line.
  private struct Mistake: Error {
    let reason: String
  }

  private let command: HookCommand
  private let call: AdminCall

  init(_ command: HookCommand, adminToken: String?) {
    self.command = command
    call = AdminCall(admin: command.admin, token: adminToken, longestAnswer: Self.longestAnswer)
  }

  /// Runs the loop until there is an answer.
  func run(on reactor: Reactor) -> CommandOutcome {
    if case .revoke(let id) = command.action, !User.isID(id) { return .failed("there is no hook with this id") }
    let body: [UInt8]
    do { body = try self.body() } catch { return .failed(error.reason) }
    do { return outcome(try ask(body, on: reactor)) } catch { return .failed(error.reason) }
  }

  // MARK: - The request

  private func ask(_ body: [UInt8], on reactor: Reactor) throws(AdminCall.Failure) -> AdminCall.Answer {
    switch command.action {
    case .add: try call.run("POST", "/admin/hooks", body: body, on: reactor)
    case .list: try call.run("GET", "/admin/hooks", on: reactor)
    case .revoke(let id): try call.run("DELETE", "/admin/hooks/\(id)", on: reactor)
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

  private func outcome(_ answer: AdminCall.Answer) -> CommandOutcome {
    switch (command.action, answer.status) {
    case (.revoke(let id), 204): .done("\(id) is revoked")
    case (.add(let order), 201): added(answer.object, order)
    case (.list, 200): .told(HookTable.text(of: answer.object))
    case (.add(let order), 404) where answer.object["message"]?.string != Reply.nothingHere:
      .failed("there is no room \(Log.quoted(order.room)) yet; with --create it begins with the hook's first message")
    default: .failed(call.reason(of: answer))
    }
  }

  private func added(_ object: JSONObject, _ order: HookOptions) -> CommandOutcome {
    guard let path = object["path"]?.string, let hook = object["hook"]?.object.flatMap({ Hook($0) }) else {
      return .failed("what answers at \(command.admin.text) speaks another version")
    }
    let own = (object["address"]?.string ?? "").replacing("0.0.0.0:", with: "127.0.0.1:")
    return CommandOutcome(
      status: .stopped, output: (order.url ?? "http://" + own) + path + "\n",
      remark: """
        \(hook.id) posts into \(hook.room.text) as \(hook.name). The address is shown this once: only its hash is kept.\
        \(order.mayBeNew ? " If the room is new, it appears with the first message." : "")
        """)
  }
}

extension HookCommand: OperatorCommand {
  static let word = "hooks"

  func run(adminToken: String?, on reactor: Reactor) -> CommandOutcome {
    HookCall(self, adminToken: adminToken).run(on: reactor)
  }
}
