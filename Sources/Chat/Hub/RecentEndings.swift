import Base
import Broker
import ChatProtocol

/// What this instance was told of lately about sessions that ended and users whose standing changed. A notice can overtake the
/// answer of a look-up that was made before: whoever is about to believe one asks here first.
struct RecentEndings {
  enum Subject: Equatable {
    case session(TokenHash)
    case user(User.ID)
  }

  /// Longer than any look-up takes.
  static let memory: TimeSpan = .seconds(60)
  /// How many are kept; who has missed one that is not kept any more is told to ask again.
  static let limit = 10_000

  private struct Notice {
    let subject: Subject
    let time: Instant
  }

  private var notices = Queue<Notice>()
  /// How many were heard so far.
  private(set) var count: UInt64 = 0

  mutating func add(_ subject: Subject, at now: Instant) {
    while let first = notices.first, first.time + Self.memory <= now || notices.count >= Self.limit {
      _ = notices.popFirst()
    }
    notices.append(Notice(subject: subject, time: now))
    count += 1
  }

  /// Whether a notice about the session or its user came, or may have come, since so many were heard.
  func concern(_ hash: TokenHash, of user: User.ID, since number: UInt64) -> Bool {
    guard count > number else { return false }
    let missed = count - number
    guard missed <= UInt64(notices.count) else { return true }
    return notices.suffix(Int(missed)).contains { $0.subject == .session(hash) || $0.subject == .user(user) }
  }
}
