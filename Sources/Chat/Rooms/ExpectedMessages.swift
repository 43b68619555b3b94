import Base
import ChatProtocol

/// Authors whose messages wait for one that they have seen and this instance has not: another instance may be about to put
/// it back.
struct ExpectedMessages {
  /// How long one is waited for.
  private static let timeout: TimeSpan = .seconds(2)

  private struct Message {
    let identity: String
    let until: Instant
  }

  private var byAuthor: [User.ID: Message] = [:]

  var isEmpty: Bool { byAuthor.isEmpty }

  mutating func expect(_ identity: String, by author: User.ID, at now: Instant) {
    byAuthor[author] = Message(identity: identity, until: now + Self.timeout)
  }

  func isAwaited(by author: User.ID) -> Bool { byAuthor[author] != nil }

  /// A message has arrived.
  mutating func remove(_ identity: String) {
    if !isEmpty { byAuthor = byAuthor.filter { $0.value.identity != identity } }
  }

  mutating func expire(at now: Instant) {
    if !isEmpty { byAuthor = byAuthor.filter { $0.value.until > now } }
  }
}
