import ChatServer
import EventLoop

/// Runs `tchatter health`, and tells what to print.
struct HealthCall {
  let command: HealthCommand

  init(_ command: HealthCommand) { self.command = command }

  /// Runs the loop until there is an answer.
  func run(on reactor: Reactor) -> CommandOutcome {
    do {
      let answer = try AdminCall(admin: command.admin, token: nil).run("GET", command.question.rawValue, on: reactor)
      let status = answer.object["status"]?.string ?? "status \(answer.status)"
      guard answer.status == 200 else {
        return .failed(status + (answer.object["reason"]?.string.map { ": \($0)" } ?? ""))
      }
      return .told(status + "\n")
    } catch {
      return .failed(error.reason)
    }
  }
}

extension HealthCommand: OperatorCommand {
  static let word = "health"

  func run(adminToken: String?, on reactor: Reactor) -> CommandOutcome {
    HealthCall(self).run(on: reactor)
  }
}
