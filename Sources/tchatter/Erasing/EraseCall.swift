import Base
import ChatServer
import EventLoop
import JSON

/// Runs one `tchatter erase` command: goes through the rooms, has the store write its files, and tells what was reached.
struct EraseCall {
  private let command: EraseCommand
  private let call: AdminCall
  private let progress = ProgressLine()

  init(_ command: EraseCommand, adminToken: String?) {
    self.command = command
    call = AdminCall(admin: command.admin, token: adminToken)
  }

  /// Runs the loop until all is done.
  func run(on reactor: Reactor) -> CommandOutcome {
    defer { progress.clear() }
    var receipt = EraseReceipt(isTrial: command.isTrial)
    do throws(AdminCall.Failure) {
      receipt.user = try call.id(of: command.user, on: reactor)
      let rooms: [String]
      if let room = command.options.room {
        rooms = [room]
      } else {
        rooms = try RoomSearch(call: call, user: receipt.user).run(on: reactor, progress: progress)
      }
      for room in rooms { try erase(in: room, &receipt, on: reactor) }
      guard !command.isTrial else { return .told(receipt.text) }
      if command.options.isWhole { receipt.isForgotten = try forget(receipt.user, on: reactor) }
      try StoreFilesCall(call: call, progress: progress).run(&receipt, on: reactor)
    } catch {
      let hint = command.isTrial ? "" : "; the same command goes on"
      return CommandOutcome(status: .failed, output: receipt.text, remark: error.reason + hint)
    }
    return CommandOutcome(status: receipt.isWhole ? .stopped : .failed, output: receipt.text, remark: receipt.remark)
  }

  /// - Returns: whether that is done; not by an instance of 0.9.0 or before.
  private func forget(_ user: String, on reactor: Reactor) throws(AdminCall.Failure) -> Bool {
    let answer = try call.run("POST", "/admin/forget?user=\(user)", on: reactor)
    switch answer.status {
    case 200: return true
    case 404, 405: return false
    default: throw AdminCall.Failure(reason: call.reason(of: answer))
    }
  }

  private func erase(
    in room: String, _ receipt: inout EraseReceipt, on reactor: Reactor
  ) throws(AdminCall.Failure) {
    let before = receipt.found
    var (next, isTheirs) = (0 as Int64?, false)
    while let seq = next {
      let begun = Clock.monotonic
      let query = command.options.query(of: receipt.user, in: room, after: seq)
      let part = try call.ask("POST", "/admin/erase?\(query)\(command.isTrial ? "&dry=yes" : "")", on: reactor)
      receipt.add(part)
      isTheirs = isTheirs || part["theirs"]?.bool == true
      progress.show("\(receipt.found) found, room \(room)")
      next = part["next"]?.integer.flatMap { $0 > seq ? $0 : nil }
      if next != nil { rest(since: begun, on: reactor) }
    }
    if receipt.found > before { receipt.rooms += 1 }
    // Also where all was deleted before: it may have been cut off then.
    if isTheirs, !command.isTrial { try blank(room, &receipt, on: reactor) }
  }

  private func blank(
    _ room: String, _ receipt: inout EraseReceipt, on reactor: Reactor
  ) throws(AdminCall.Failure) {
    while true {
      let begun = Clock.monotonic
      let step = try call.ask("POST", "/admin/blank?room=\(room)", on: reactor)
      receipt.blanked += Int(clamping: step["blanked"]?.integer ?? 0)
      progress.show("\(receipt.blanked) taken out of the store, room \(room)")
      guard step["done"]?.bool != true else { return }
      rest(since: begun, on: reactor)
    }
  }
}

extension EraseCall {
  /// Short, as the instance hands the store little at a time.
  private func rest(since begun: Instant, on reactor: Reactor) {
    PagedCall.rest((Clock.monotonic - begun) / 8, on: reactor)
  }
}

extension EraseCommand: OperatorCommand {
  static let word = "erase"

  func run(adminToken: String?, on reactor: Reactor) -> CommandOutcome {
    EraseCall(self, adminToken: adminToken).run(on: reactor)
  }
}
