import ChatServer
import EventLoop
import JSON

/// Runs one `tchatter rooms` command, and tells what to print.
struct RoomCall {
  let command: RoomCommand
  let adminToken: String?

  init(_ command: RoomCommand, adminToken: String?) {
    self.command = command
    self.adminToken = adminToken
  }

  /// Runs the loop until it is answered.
  func run(on reactor: Reactor) -> CommandOutcome {
    let call = AdminCall(admin: command.admin, token: adminToken)
    let path = "/admin/rooms/\(command.room)"
    do {
      let answer =
        switch command.action {
        case .show: try call.run("GET", path, on: reactor)
        case .govern(let options): try call.run("POST", path, body: Self.body(options), on: reactor)
        }
      guard answer.status == 200 else { return .failed(call.reason(of: answer)) }
      return .told(RoomText.policy(answer.object))
    } catch {
      return .failed(error.reason)
    }
  }

  private static func body(_ options: RoomOptions) -> [UInt8] {
    JSONWriter.object { writer in
      writer.member(
        "set",
        object: { set in
          if let mode = options.mode { set.member("mode", mode) }
          if let slow = options.slow { set.member("slow", slow) }
          if let topic = options.topic { set.member("topic", topic) }
          if let retain = options.retain { set.member("retain", retain) }
        })
      if let user = options.user { writer.member("user", user) }
      if let role = options.role { writer.member("role", role) }
      if let seconds = options.seconds { writer.member("for", seconds) }
    }
  }
}

extension RoomCommand: OperatorCommand {
  static let word = "rooms"

  func run(adminToken: String?, on reactor: Reactor) -> CommandOutcome {
    RoomCall(self, adminToken: adminToken).run(on: reactor)
  }
}
