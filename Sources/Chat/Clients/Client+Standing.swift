import Broker
import ChatProtocol
import JSON
import WebSocket

// Whether the client's session lives, and what its user may do.
extension Client {
  /// Goes on at once if the session is known to live; else when it is, or with what stands against it.
  func whenSure(_ proceed: @escaping (Refusal?) -> Void) {
    if heldWrites.isEmpty, hub.checks.isSure(of: self) { return proceed(nil) }
    heldWrites.append(proceed)
    hub.checks.hold(self)
  }

  /// The session was looked up again.
  /// - Parameters:
  ///   - held: how many writes waited when the store was asked.
  ///   - isRenewal: whether it was time to prolong it. Only then, or after a notice, one that the store does not know
  ///     counts as ended: a store that has lost its data in an interruption ends nobody.
  func checked(_ result: Result<Identity, Refusal>, judging held: Int, isRenewal: Bool) {
    var result = result
    if case .failure(let refusal) = result, refusal == Accounts.unknown, !isRenewal, !isDoubted, let identity {
      result = .success(hub.accounts.renewed(identity))
    }
    switch result {
    case .success(let identity):
      isDoubted = false
      let before = suspension
      know(identity)
      if before != suspension { tellSuspension() }
      finishWrites(hub.checks.isSure(of: self) ? heldWrites.count : held, suspension?.refusalOfSuspended)
    case .failure(let refusal):
      finishWrites(heldWrites.count, refusal)
      if refusal.code == .unauthorized || refusal.code == .forbidden { endSession(refusal) }
    }
  }

  private func finishWrites(_ count: Int, _ refusal: Refusal?) {
    let writes = heldWrites.prefix(count)
    heldWrites.removeFirst(writes.count)
    for proceed in writes { proceed(refusal) }
  }

  /// Says why the session has ended, and closes.
  package func endSession(_ refusal: Refusal) {
    guard isSessionOpen else { return }
    if refusal.code == .forbidden { return endSession(refusal, .banned, "banned") }
    if isExpired { return expire() }
    endSession(refusal, .unauthorized, "session ended")
  }

  /// A token's time is over.
  func expire() {
    let refusal = Refusal(.unauthorized, "Your token has expired. Come back with a new one.")
    endSession(refusal, .tokenExpired, "come back with a new token")
  }

  private func endSession(_ refusal: Refusal, _ code: CloseCode, _ reason: String) {
    guard isSessionOpen else { return }
    isSessionOpen = false
    if isConnected { hub.counters.clientsEnded += 1 }
    tell(refusal.json())
    close(code, reason)
  }

  // MARK: - Suspensions

  /// Why the user may only read, until when.
  var suspension: Restriction? {
    identity?.suspension.flatMap { $0.holds(at: hub.time.wallClock) ? $0 : nil }
  }

  /// What is told at once when it begins or is lifted; that it has ended by itself is known from `until`.
  func tellSuspension() {
    let suspension = suspension
    tell(
      JSONWriter.object { writer in
        writer.member("type", "suspended")
        writer.member("on", suspension != nil)
        if let suspension { writer.restriction(suspension) }
      })
  }
}

extension JSONWriter {
  /// Until when, and why.
  mutating func restriction(_ restriction: Restriction) {
    if let until = restriction.until { member("until", until) }
    if !restriction.reason.isEmpty { member("reason", restriction.reason) }
  }
}

extension ClientRequest.Action {
  /// Whether others see what it does, or what comes of it; so is who comes by a code. Each says so: there is no default.
  var writes: Bool {
    switch self {
    case .device, .send, .change, .govern, .invite, .report, .resolve, .typing: true
    case .hello, .renew, .devices, .revoke, .join, .leave, .reports, .history, .search, .members, .rooms, .read, .marks,
      .mentions, .ping:
      false
    }
  }
}
