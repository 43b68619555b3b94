import ChatServer
import EventLoop
import JSON

/// Runs one `tchatter abandoned` command: goes through the store, removes what is to go, and tells what to print.
struct AbandonedCall {
  /// How much a request removes at most.
  private static let mostOfRequest = 100

  private let command: AbandonedCommand
  private let call: PagedCall
  private let progress = ProgressLine()

  init(_ command: AbandonedCommand, adminToken: String?) {
    self.command = command
    call = PagedCall(call: AdminCall(admin: command.admin, token: adminToken))
  }

  /// What there was of a kind.
  private struct Sum {
    var removed = 0
    var left = 0
    /// What is not done yet, in a sentence; empty for nothing.
    var eventually = ""
  }

  /// Runs the loop until all is answered.
  func run(on reactor: Reactor) -> CommandOutcome {
    var (text, remarks, eventually) = (AbandonedText(), [String](), "")
    do throws(AdminCall.Failure) {
      for kind in command.kinds {
        let sum = try go(through: kind, &text, on: reactor)
        remarks.append(remark(kind, sum))
        if !sum.eventually.isEmpty { eventually = ". " + sum.eventually }
      }
    } catch {
      progress.clear()
      return CommandOutcome(status: .failed, output: text.text, remark: error.reason)
    }
    progress.clear()
    return CommandOutcome(
      status: .stopped, output: text.text, remark: remarks.joined(separator: "; ") + eventually)
  }

  private func remark(_ kind: AbandonedKind, _ sum: Sum) -> String {
    command.removing == nil
      ? "\(sum.left) \(kind.rawValue) unused for \(command.days) days"
      : "\(sum.removed) \(kind.rawValue) removed, \(sum.left) left"
  }

  private func go(
    through kind: AbandonedKind, _ text: inout AbandonedText, on reactor: Reactor
  ) throws(AdminCall.Failure) -> Sum {
    var sum = Sum()
    guard let most = command.removing else {
      sum.left = try look(for: kind, from: nil, on: reactor) { text.add(kind, $0) }
      return sum
    }
    // The page that an answer is about.
    var place = "0"
    let next = try call.run(
      "DELETE", "\(path(kind))&limit=\(min(Self.mostOfRequest, most - sum.removed))", from: nil, on: reactor
    ) { page in
      let removed = (page["removed"]?.array ?? []).compactMap(\.object)
      for object in removed { text.add(kind, object) }
      sum.removed += removed.count
      let following = page["next"]?.string
      // What is left of a page that is looked at once more counts then.
      if following != place { sum.left += Int(clamping: page["left"]?.integer ?? 0) }
      place = following ?? place
      sum.eventually = page["eventually"]?.string ?? sum.eventually
      progress.show("\(sum.removed) \(kind.rawValue) removed")
      return sum.removed < most
    }
    if let next { sum.left += try look(for: kind, from: next, on: reactor) { _ in } }
    return sum
  }

  /// - Returns: how many there are.
  private func look(
    for kind: AbandonedKind, from cursor: String?, on reactor: Reactor, found: (JSONObject) -> Void
  ) throws(AdminCall.Failure) -> Int {
    var count = 0
    try call.run("GET", path(kind), from: cursor, on: reactor) { page in
      let things = (page["abandoned"]?.array ?? []).compactMap(\.object)
      for object in things { found(object) }
      count += things.count
      progress.show("\(count) \(kind.rawValue) unused for \(command.days) days")
      return true
    }
    return count
  }

  private func path(_ kind: AbandonedKind) -> String {
    "/admin/abandoned?kind=\(kind.rawValue)&days=\(command.days)"
  }
}

extension AbandonedCommand: OperatorCommand {
  static let word = "abandoned"

  func run(adminToken: String?, on reactor: Reactor) -> CommandOutcome {
    AbandonedCall(self, adminToken: adminToken).run(on: reactor)
  }
}
