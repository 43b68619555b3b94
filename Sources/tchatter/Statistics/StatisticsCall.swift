import Broker
import ChatServer
import EventLoop
import JSON
import Webhooks

/// Runs one `tchatter statistics` command: goes through the store, and tells what to print.
struct StatisticsCall {
  /// As many webhooks as there may be, each with the longest template: bytes.
  private static let longestAnswer = Hook.maximum * (2 * HookTemplate.maximumLength + 512)

  private let command: StatisticsCommand
  private let call: AdminCall

  init(_ command: StatisticsCommand, adminToken: String?) {
    self.command = command
    call = AdminCall(admin: command.admin, token: adminToken, longestAnswer: Self.longestAnswer)
  }

  /// Runs the loop until all is answered.
  func run(on reactor: Reactor) -> CommandOutcome {
    do throws(StatisticsFile.Failure) {
      // A file that can't be used is said before the store is gone through.
      var before = Statistics()
      if case .compare(let file) = command.action { before = try StatisticsFile.load(file) }
      let now = try look(on: reactor)
      switch command.action {
      case .show: return .told(StatisticsText.shown(now))
      case .save(let file):
        try StatisticsFile.save(now, as: file)
        return .done("kept in \(file): \(now.summary)")
      case .compare: return StatisticsText.compared(before, now)
      }
    } catch {
      return .failed(error.reason)
    }
  }

  private func look(on reactor: Reactor) throws(StatisticsFile.Failure) -> Statistics {
    let progress = ProgressLine()
    defer { progress.clear() }
    var statistics = Statistics()
    do throws(AdminCall.Failure) {
      try PagedCall(call: call).run("GET", "/admin/statistics", from: nil, on: reactor) { page in
        statistics.add(page)
        progress.show("\(statistics.seenKeys) of \(statistics.keys) keys, \(statistics.rooms.count) rooms")
        return true
      }
      statistics.add(hooks: try ask("/admin/hooks", on: reactor))
      statistics.add(bots: try ask("/admin/bots", on: reactor))
    } catch {
      throw StatisticsFile.Failure(reason: error.reason)
    }
    return statistics
  }

  private func ask(_ target: String, on reactor: Reactor) throws(AdminCall.Failure) -> JSONObject {
    let answer = try call.run("GET", target, on: reactor)
    guard answer.status == 200 else { throw AdminCall.Failure(reason: call.reason(of: answer)) }
    return answer.object
  }
}

extension StatisticsCommand: OperatorCommand {
  static let word = "statistics"

  func run(adminToken: String?, on reactor: Reactor) -> CommandOutcome {
    StatisticsCall(self, adminToken: adminToken).run(on: reactor)
  }
}
