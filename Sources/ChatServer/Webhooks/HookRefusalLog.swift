import Base
import Broker
import EventLoop
import Webhooks

/// Says in the log what was refused of webhooks' posts, and why, for it is the operator who can mend it: a few lines a
/// second, and how many there would have been besides. Tokens stand nowhere in it (threat 13).
final class HookRefusalLog {
  /// Lines a second; three times as many at once.
  private static let rate = 5

  private let log: Log
  private let reactor: Reactor
  private var bucket = TokenBucket()
  private var untold = 0

  init(_ log: Log, _ reactor: Reactor) {
    self.log = log
    self.reactor = reactor
  }

  func tell(_ refusal: HookRefusal, of hook: Hook?) {
    guard bucket.take(rate: Self.rate, now: reactor.now) == nil else { return untold += 1 }
    var values: [(String, Log.Value)] = [("code", .text(refusal.code)), ("reason", .text(refusal.reason))]
    if let hook { values += [("hook", .text(hook.id)), ("room", .text(hook.room.text))] }
    if untold > 0 { values.append(("besides", Log.Value(untold))) }
    untold = 0
    log.info("webhook refused", values)
  }
}
