import ChatProtocol
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
    do {
      switch command.action {
      case .show: return .told(RoomText.policy(try ask("GET", path, on: reactor)))
      case .govern(let options):
        return .told(RoomText.policy(try ask("POST", path, body: Self.body(options), on: reactor)))
      case .sweep: return .told(RoomText.swept(try sweep(on: reactor)))
      }
    } catch {
      return .failed(error.reason)
    }
  }

  private var path: String { "/admin/rooms/\(command.room)" }

  private func ask(
    _ method: String, _ target: String, body: [UInt8] = [], on reactor: Reactor
  ) throws(AdminCall.Failure) -> JSONObject {
    let call = AdminCall(admin: command.admin, token: adminToken)
    let answer = try call.run(method, target, body: body, on: reactor)
    guard answer.status == 200 else { throw AdminCall.Failure(reason: call.reason(of: answer)) }
    return answer.object
  }

  /// - Returns: how many members were removed.
  private func sweep(on reactor: Reactor) throws(AdminCall.Failure) -> Int {
    var removed = 0
    for member in try ask("GET", path, on: reactor)["people"]?.array?.compactMap(\.object) ?? [] {
      guard member["role"]?.string == "member", let id = member["id"]?.string, id.utf8.count == User.guestIDLength,
        try ask("GET", "/admin/users/\(id)", on: reactor)["sessions"]?.array?.isEmpty == true
      else { continue }
      var options = RoomOptions()
      (options.user, options.role) = (id, "none")
      _ = try ask("POST", path, body: Self.body(options), on: reactor)
      removed += 1
    }
    return removed
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
          if let everybody = options.everybody { set.member("everybody", everybody) }
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
