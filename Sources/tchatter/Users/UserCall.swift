import Base
import ChatProtocol
import ChatServer
import EventLoop
import JSON
import NetServer

/// Runs one `tchatter users` command, and tells what to print.
struct UserCall {
  /// Users of one page, as many as an instance tells at once.
  private static let page = 1_000

  let command: UserCommand
  let adminToken: String?

  init(_ command: UserCommand, adminToken: String?) {
    self.command = command
    self.adminToken = adminToken
  }

  /// Runs the loop until all is answered.
  func run(on reactor: Reactor) -> CommandOutcome {
    do {
      switch command.action {
      case .list: return try list(on: reactor)
      case .show(let user): return .told(UserText.standing(try ask("GET", Self.path(user), on: reactor)))
      case .act(let act, let user, let options):
        let done = try ask("POST", "\(Self.path(user))/\(act.rawValue)", body: Self.body(options), on: reactor)
        return .done(UserText.done(act, done))
      }
    } catch {
      return .failed(error.reason)
    }
  }

  private static func path(_ user: String) -> String { "/admin/users/\(PercentEncoding.encode(user))" }

  private static func body(_ options: UserOptions) -> [UInt8] {
    JSONWriter.object { writer in
      if let seconds = options.seconds { writer.member("for", seconds) }
      if let reason = options.reason { writer.member("reason", reason) }
      if options.holdsName { writer.member("hold", true) }
    }
  }

  /// Asks the first instance, or another one.
  private func ask(
    _ method: String, _ target: String, body: [UInt8] = [], at admin: Endpoint? = nil, on reactor: Reactor
  ) throws(AdminCall.Failure) -> JSONObject {
    let call = AdminCall(admin: admin ?? command.admins[0], token: adminToken)
    let answer = try call.run(method, target, body: body, on: reactor)
    guard answer.status == 200 else { throw AdminCall.Failure(reason: call.reason(of: answer)) }
    return answer.object
  }

  private func list(on reactor: Reactor) throws(AdminCall.Failure) -> CommandOutcome {
    var listed = UserList()
    for admin in command.admins {
      var (after, hasMore) = ("", true)
      while hasMore {
        let query = after.isEmpty ? "" : "&after=\(after)"
        let object = try ask("GET", "/admin/users?limit=\(Self.page)\(query)", at: admin, on: reactor)
        let last = listed.add(object)
        hasMore = object["more"]?.bool ?? false && last != nil
        after = last ?? ""
      }
    }
    return .told(listed.text)
  }
}

extension UserCommand: OperatorCommand {
  static let word = "users"

  func run(adminToken: String?, on reactor: Reactor) -> CommandOutcome {
    UserCall(self, adminToken: adminToken).run(on: reactor)
  }
}
