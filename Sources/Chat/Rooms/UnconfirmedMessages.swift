import Broker
import ChatProtocol

/// What the store has acknowledged to this instance and has not been broadcast yet: if the store forgets it before that,
/// nobody else may have it.
struct UnconfirmedMessages {
  private var messages: [(position: Position, message: ForgottenMessage)] = []

  /// - Parameter lineage: the number of the lineage that it was stored in.
  /// - Returns: whether there was room; if not, the oldest has gone.
  mutating func add(_ publication: Publication, at position: Position, lineage: Int) -> Bool {
    messages.append((position, ForgottenMessage(publication: publication, lineage: lineage, seq: position.seq)))
    guard messages.count > PublishQueue.limit else { return true }
    messages.removeFirst()
    return false
  }

  /// A message has arrived.
  mutating func remove(_ identity: String) {
    if !messages.isEmpty { messages.removeAll { $0.position.identity == identity } }
  }

  /// Takes what is not where the room has come to: another message lies there, or another lineage.
  mutating func takeLost(at position: Position) -> [ForgottenMessage] {
    take { !$0.isOfSameLineage(as: position) || $0.seq <= position.seq }
  }

  mutating func takeAll() -> [ForgottenMessage] { take { _ in true } }

  private mutating func take(where isLost: (Position) -> Bool) -> [ForgottenMessage] {
    defer { messages.removeAll { isLost($0.position) } }
    return messages.filter { isLost($0.position) }.map(\.message)
  }
}
