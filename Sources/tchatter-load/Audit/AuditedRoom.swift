import Base
import Audit
import ChatClient

/// One room of an audit: what was sent to it, when, and what became of it.
final class AuditedRoom {
  let name: String
  /// Those who are in it from the first to the last message.
  var clients: [AuditedClient] = []
  /// Its whole history, read back at the end.
  var backlog: [RoomMessage] = []
  private(set) var sendings: [History.Sending] = []
  private var numbers: [String: Int] = [:]
  /// Of each sending.
  private var times: [(sent: Instant, answered: Instant?)] = []

  init(name: String) { self.name = name }

  /// A message is about to be sent.
  func begin(_ message: String, by author: String, at time: Instant) {
    numbers[message] = sendings.count
    sendings.append(History.Sending(message: message, author: author))
    times.append((time, nil))
  }

  /// What was begun last did not go out after all.
  func withdraw() {
    guard let sending = sendings.popLast() else { return }
    numbers[sending.message] = nil
    times.removeLast()
  }

  /// The server has answered.
  /// - Returns: for how long the answer was waited for.
  func settle(_ message: String, _ outcome: History.Outcome, at time: Instant) -> TimeSpan {
    guard let number = numbers[message] else { return .zero }
    sendings[number].outcome = outcome
    times[number].answered = time
    return time - times[number].sent
  }

  /// When a message was stored, as the store's clock tells, but never before it was sent or after it was acknowledged.
  /// - Returns: `nil` for a message that was never sent.
  func commitTime(of message: String, stored: Instant) -> Instant? {
    guard let number = numbers[message] else { return nil }
    let (sent, answered) = times[number]
    return max(sent, min(stored, answered ?? stored))
  }

  /// The evidence.
  var history: History {
    var history = History(room: name)
    history.sendings = sendings
    history.views = clients.map(\.view)
    history.backlog = backlog.map(\.id)
    return history
  }
}
