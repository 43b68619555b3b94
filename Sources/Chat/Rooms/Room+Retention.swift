import Base
import Broker
import ChatProtocol

// Messages that are older than they are kept go: from the store, by whoever follows the room, and from what is held here.
extension Room {
  /// Has the store forget what is too old, and forgets the same here.
  func trimBacklog(then done: @escaping () -> Void = {}) {
    let slack = Double(BacklogLimits.slack(of: keptSeconds))
    trimDue = hub.time.now + .seconds((0.75 + sync.share / 4) * slack)
    hub.broker.perform(TrimBacklog(of: name)) { result in
      if case .success(let trimmed?) = result { self.forget(trimmed) }
      done()
    }
  }

  /// How long its messages are kept.
  var keptSeconds: Int { policy.kept(within: hub.configuration.backlogSeconds) }

  /// That is another time now: what is too old by it goes with the next tick.
  func keepsOtherwise() {
    sync.keptSeconds = keptSeconds
    trimDue = hub.time.now
  }

  /// Why messages can't be had any more that were trimmed.
  var edge: String { policy.retain > 0 ? "expired" : "trimmed" }

  private func forget(_ trimmed: TrimBacklog.Trimmed) {
    if trimmed.hasMore { trimDue = hub.time.now }
    guard trimmed.epoch == log.position.epoch else { return }
    // What lies there may still be owed to those who are here.
    flush()
    log.forget(before: trimmed.first)
  }
}

extension Hub {
  /// Reads back. What nobody has trimmed, since nobody follows the room, is trimmed before it is handed out.
  package func readHistory(_ call: ReadHistory, _ policy: Policy, completion: @escaping ReadHistory.Completion) {
    let kept = policy.kept(within: configuration.backlogSeconds)
    let oldest = time.wallClock - Int64(kept + BacklogLimits.slack(of: kept)) * 1_000
    broker.perform(call) { result in
      guard let first = (try? result.get())?.messages.first, first.time < oldest else { return completion(result) }
      self.broker.perform(TrimBacklog(of: call.room)) { trimmed in
        guard case .success = trimmed else { return completion(trimmed.map { _ in HistoryPage.nothing }) }
        self.broker.perform(call, reply: completion)
      }
    }
  }
}

extension HistoryPage {
  fileprivate static let nothing = HistoryPage(epoch: "", messages: [], hasMore: false)
}
