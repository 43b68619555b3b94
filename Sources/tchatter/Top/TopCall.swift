import Base
import ChatServer
import EventLoop
import Foundation
import NetServer

/// Runs `tchatter top`. Foundation: for the standard output, and the hour.
struct TopCall {
  private static let pause: TimeSpan = .seconds(1)
  /// One that hangs holds up all the others.
  private static let timeout: TimeSpan = .seconds(3)
  /// To the upper left, with all that stands below taken away.
  private static let clearing = "\u{1B}[H\u{1B}[J"

  let command: TopCommand
  let adminToken: String?

  init(_ command: TopCommand, adminToken: String?) {
    self.command = command
    self.adminToken = adminToken
  }

  /// Runs the loop for as long as is asked for. Where none tells anything at first, that ends it; later it goes on trying.
  func run(on reactor: Reactor) -> CommandOutcome {
    var silent: [String: FleetPicture.Silent] = [:]
    let first = look(&silent, on: reactor)
    if first.instances.isEmpty { return .failed(first.silent.first?.reason ?? "no instance tells anything") }
    switch command.form {
    case .once: return .told(TopText.tables(first))
    case .json(isOnce: true): return .told(first.json)
    case .live, .json(isOnce: false): break
    }
    show(first)
    while true {
      PagedCall.rest(Self.pause, on: reactor)
      show(look(&silent, on: reactor))
    }
  }

  private func show(_ picture: FleetPicture) {
    let text = command.form == .live ? Self.clearing + TopText.tables(picture) : picture.json
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  /// Asks each instance.
  /// - Parameter silent: those that have told nothing the last time, by their addresses.
  private func look(_ silent: inout [String: FleetPicture.Silent], on reactor: Reactor) -> FleetPicture {
    var picture = FleetPicture()
    for admin in command.admins {
      let call = AdminCall(admin: admin, token: adminToken, timeout: Self.timeout)
      do throws(AdminCall.Failure) {
        let answer = try call.run("GET", "/admin/fleet", on: reactor)
        guard answer.status == 200 else { throw AdminCall.Failure(reason: call.reason(of: answer)) }
        picture.add(answer.object)
        silent[admin.text] = nil
      } catch {
        let since = silent[admin.text]?.since ?? Timestamp(Int64(Date().timeIntervalSince1970 * 1_000)).text
        silent[admin.text] = FleetPicture.Silent(admin: admin.text, since: since, reason: error.reason)
      }
    }
    picture.silent = command.admins.compactMap { silent[$0.text] }
    return picture
  }
}
