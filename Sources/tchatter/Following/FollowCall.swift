import Base
import ChatServer
import EventLoop
import Foundation
import JSON
import NetServer

/// Runs `tchatter follow`. Foundation: for the standard output and error.
final class FollowCall {
  private static let pause: TimeSpan = .milliseconds(250)
  /// One that hangs holds up all the others.
  private static let timeout: TimeSpan = .seconds(3)
  /// Until one that can't be followed on is asked again.
  private static let respite: TimeSpan = .seconds(1)

  private let command: FollowCommand
  private let adminToken: String?
  private var isEnded = false
  /// By which ids it follows, where it does.
  private var ids: [Followed]

  /// An instance that is followed on.
  private struct Followed {
    let admin: Endpoint
    var instance = ""
    var id: String?
    /// When it is asked again, while it can't be followed on.
    var again: Instant?
  }

  init(_ command: FollowCommand, adminToken: String?) {
    self.command = command
    self.adminToken = adminToken
    ids = command.admins.map { Followed(admin: $0) }
  }

  /// Runs the loop until it is to end. Where no instance can be followed on at first, that ends it. Later, and where others can,
  /// it is told, and tried again: what an update has brought to the next version by then can be, too.
  func run(on reactor: Reactor) -> CommandOutcome {
    defer { end(on: reactor) }
    do {
      for number in [SIGINT, SIGTERM] {
        try reactor.onSignal(number) { [unowned self] in
          isEnded = true
          reactor.stop()
        }
      }
    } catch {
      return .failed("can't watch signals: \(error)")
    }
    var failures: [(index: Int, failure: AdminCall.Failure)] = []
    for index in ids.indices {
      do throws(AdminCall.Failure) { try begin(at: index, on: reactor) } catch { failures.append((index, error)) }
    }
    if failures.count == ids.count { return .failed(failures[0].failure.reason) }
    for (index, failure) in failures { lose(index, failure) }
    let deadline = command.seconds.map { Clock.monotonic + .seconds($0) } ?? .distantFuture
    while !isEnded, Clock.monotonic < deadline {
      PagedCall.rest(min(Self.pause, deadline - Clock.monotonic), on: reactor)
      show(ids.indices.flatMap { take(at: $0, on: reactor) })
    }
    return .told("")
  }

  private func ask(
    _ method: String, _ target: String, body: [UInt8] = [], at admin: Endpoint, on reactor: Reactor
  ) throws(AdminCall.Failure) -> AdminCall.Answer {
    let call = AdminCall(admin: admin, token: adminToken, timeout: Self.timeout)
    let answer = try call.run(method, target, body: body, on: reactor)
    guard (200...299).contains(answer.status) || (answer.status == 404 && method == "GET") else {
      throw AdminCall.Failure(reason: call.reason(of: answer))
    }
    return answer
  }

  private func begin(at index: Int, on reactor: Reactor) throws(AdminCall.Failure) {
    let body = JSONWriter.object { writer in
      switch command.subject {
      case .user(let user): writer.member("user", user)
      case .room(let room): writer.member("room", room)
      }
    }
    let answer = try ask("POST", "/admin/follow", body: body, at: ids[index].admin, on: reactor)
    ids[index].id = answer.object["id"]?.string
    ids[index].instance = answer.object["instance"]?.string ?? "?"
  }

  /// What has happened at an instance. One that has forgotten who follows, because it is another process or did not hear for
  /// long, is told again.
  private func take(at index: Int, on reactor: Reactor) -> [FollowedEvent] {
    guard !isEnded, ids[index].again.map({ $0 <= Clock.monotonic }) ?? true else { return [] }
    let admin = ids[index].admin
    do throws(AdminCall.Failure) {
      if ids[index].id == nil { try begin(at: index, on: reactor) }
      let answer = try ask("GET", "/admin/follow/\(ids[index].id ?? "")", at: admin, on: reactor)
      if ids[index].again != nil { remark("\(admin.text) is followed on now; what happened there before was not seen") }
      ids[index].again = nil
      if answer.status == 404 { ids[index].id = nil }
      return FollowedEvent.all(in: answer.object, of: ids[index].instance)
    } catch {
      // Ended by a signal, in the midst of it.
      if !isEnded { lose(index, error) }
      return []
    }
  }

  private func lose(_ index: Int, _ failure: AdminCall.Failure) {
    if ids[index].again == nil {
      remark("\(ids[index].admin.text) can't be followed on, and is tried again: \(failure.reason)")
    }
    ids[index].again = Clock.monotonic + Self.respite
  }

  private func show(_ events: [FollowedEvent]) {
    let text = events.sorted { $0.time < $1.time }.map { command.isJSON ? $0.json : $0.text }.joined()
    if !text.isEmpty { FileHandle.standardOutput.write(Data(text.utf8)) }
  }

  private func remark(_ text: String) { FileHandle.standardError.write(Data("tchatter: \(text)\n".utf8)) }

  private func end(on reactor: Reactor) {
    for one in ids { if let id = one.id { _ = try? ask("DELETE", "/admin/follow/\(id)", at: one.admin, on: reactor) } }
  }
}
