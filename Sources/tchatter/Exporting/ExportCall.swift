import Base
import ChatServer
import EventLoop
import JSON

/// Runs one `tchatter export` command: goes through the rooms, and writes what is found.
struct ExportCall {
  private let command: ExportCommand
  private let call: AdminCall
  private let progress = ProgressLine()

  init(_ command: ExportCommand, adminToken: String?) {
    self.command = command
    call = AdminCall(admin: command.admin, token: adminToken)
  }

  /// Why it could not be done, in a line.
  struct Failure: Error {
    let reason: String
  }

  /// Runs the loop until all is written.
  func run(on reactor: Reactor) -> CommandOutcome {
    defer { progress.clear() }
    do throws(Failure) {
      // A file that can't be used is said before anything is asked.
      let output = try command.file.map { file throws(Failure) in try ExportFile(file) }
      let (rooms, count) = try write(to: output, on: reactor)
      try output?.finish()
      let place = command.file.map { " in \($0)" } ?? ""
      return .done("\(count) messages and changes of \(rooms) rooms\(place)")
    } catch {
      let hint = command.file == nil ? "" : "; the same command goes on where it stopped"
      return .failed(error.reason + hint)
    }
  }

  /// - Returns: how many rooms, messages and changes there were.
  private func write(to output: ExportFile?, on reactor: Reactor) throws(Failure) -> (rooms: Int, count: Int) {
    let (user, rooms) = try find(on: reactor)
    let last = output?.last
    if let last, let reason = mismatch(of: last, user: user) {
      throw Failure(reason: "\(command.file ?? "").part \(reason)")
    }
    var (roomCount, count) = (0, 0)
    for room in rooms where last.map({ room >= $0.room }) ?? true {
      var found = 0
      let start = last.flatMap { $0.room == room ? $0 : nil }
      try read(room, of: user, after: start?.seq ?? 0, epoch: start?.epoch, on: reactor) { events throws(Failure) in
        found += events.count
        progress.show("\(count + found) messages and changes, room \(room)")
        guard let output else { return ExportFile.print(events) }
        try output.write(events)
      }
      count += found
      if found > 0 { roomCount += 1 }
    }
    return (roomCount, count)
  }

  /// The user's id, and in which rooms they may have written.
  private func find(on reactor: Reactor) throws(Failure) -> (user: String?, rooms: [String]) {
    do throws(AdminCall.Failure) {
      var user = command.options.user
      if let named = user { user = try call.id(of: named, on: reactor) }
      if let room = command.options.room { return (user, [room]) }
      return (user, try RoomSearch(call: call, user: user).run(on: reactor, progress: progress))
    } catch {
      throw Failure(reason: error.reason)
    }
  }

  private func mismatch(of last: ExportFile.Place, user: String?) -> String? {
    let isTheirs = user.map { $0 == last.author } ?? true
    let isOfRoom = command.options.room.map { $0 == last.room } ?? true
    return isTheirs && isOfRoom ? nil : "is of another export; move it away"
  }

  private func read(
    _ room: String, of user: String?, after seq: Int64, epoch: String?, on reactor: Reactor,
    take: ([JSONObject]) throws(Failure) -> Void
  ) throws(Failure) {
    var (next, epoch) = (seq as Int64?, epoch)
    while let seq = next {
      let begun = Clock.monotonic
      let page: JSONObject
      do throws(AdminCall.Failure) {
        let query = command.options.query(of: user, in: room, after: seq)
        page = try call.ask("GET", "/admin/export?\(query)", on: reactor)
      } catch {
        throw Failure(reason: error.reason)
      }
      let told = page["epoch"]?.string ?? ""
      guard epoch == nil || epoch == told else {
        throw Failure(reason: "the store began another history of room \(room) meanwhile: begin anew")
      }
      epoch = told
      try take((page["events"]?.array ?? []).compactMap(\.object))
      next = page["next"]?.integer.flatMap { $0 > seq ? $0 : nil }
      if next != nil { PagedCall.rest(Clock.monotonic - begun, on: reactor) }
    }
  }
}

extension ExportCommand: OperatorCommand {
  static let word = "export"

  func run(adminToken: String?, on reactor: Reactor) -> CommandOutcome {
    ExportCall(self, adminToken: adminToken).run(on: reactor)
  }
}
