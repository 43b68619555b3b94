import Base
import Broker
import ChatServer
import EventLoop
import JSON

/// Runs one `tchatter bots` command: one request to an instance, and what to print of its answer.
struct BotCall {
  /// As many bots as there may be: bytes.
  private static let longestAnswer = Bot.maximum * 1_024

  private let command: BotCommand
  private let call: AdminCall

  init(_ command: BotCommand, adminToken: String?) {
    self.command = command
    call = AdminCall(admin: command.admin, token: adminToken, longestAnswer: Self.longestAnswer)
  }

  /// Runs the loop until there is an answer.
  func run(on reactor: Reactor) -> CommandOutcome {
    do { return outcome(try ask(on: reactor)) } catch { return .failed(error.reason) }
  }

  private func ask(on reactor: Reactor) throws(AdminCall.Failure) -> AdminCall.Answer {
    switch command.action {
    case .add(let name):
      try call.run("POST", "/admin/bots", body: JSONWriter.object { $0.member("name", name) }, on: reactor)
    case .list: try call.run("GET", "/admin/bots", on: reactor)
    case .revoke(let name): try call.run("DELETE", "/admin/bots/\(PercentEncoding.encode(name))", on: reactor)
    }
  }

  private func outcome(_ answer: AdminCall.Answer) -> CommandOutcome {
    switch (command.action, answer.status) {
    case (.add, 201): added(answer.object)
    case (.list, 200): .told(BotTable.text(of: answer.object))
    case (.revoke(let name), 200):
      .done("\(name)'s key is revoked; \(UserText.ended(answer.object["ended"]?.integer ?? 0))")
    default: .failed(call.reason(of: answer))
    }
  }

  private func added(_ object: JSONObject) -> CommandOutcome {
    guard let key = object["key"]?.string, let bot = object["bot"]?.object.flatMap({ Bot($0) }) else {
      return .failed("what answers at \(command.admin.text) speaks another version")
    }
    return CommandOutcome(
      status: .stopped, output: key + "\n",
      remark: "\(bot.name) is \(bot.id). The key is shown this once: only its hash is kept.")
  }
}

extension BotCommand: OperatorCommand {
  static let word = "bots"

  func run(adminToken: String?, on reactor: Reactor) -> CommandOutcome {
    BotCall(self, adminToken: adminToken).run(on: reactor)
  }
}
