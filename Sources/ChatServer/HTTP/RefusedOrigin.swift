import Base

/// A request that was refused for where it came from, in words for whoever runs the chat: mostly it is their own page,
/// behind a proxy that changes the host or the scheme.
struct RefusedOrigin: Hashable {
  /// Longer ones are cut in what the client is told: characters.
  private static let longest = 120

  /// What the request said.
  let sent: [String]
  /// What would have been let in.
  let expected: [String]
  /// Who made the connection.
  let proxy: String
  /// Whether it is a proxy whose word counts.
  let isTrusted: Bool

  /// What the client is told.
  var message: String {
    guard let origin = sent.first else {
      return "A cookie counts only from a page, whose Origin comes with it; programs send Authorization: Bearer."
    }
    guard sent.count == 1 else { return "This page may not use the chat: it has more than one Origin." }
    return """
      This page may not use the chat: its origin is \(Self.cut(origin)), and \
      \(expected.isEmpty ? "no Host was named" : expected.prefix(3).map(Self.cut).joined(separator: " or ") + " is expected"). \
      Who runs the chat sets TCHATTER_ORIGINS, or has a proxy of TCHATTER_TRUSTED_PROXIES pass on the host and the scheme.
      """
  }

  private static func cut(_ text: String) -> String { text.count > longest ? text.prefix(longest) + "…" : text }
}

/// Tells the log of refused origins: of each once in an hour, and of a few of them.
final class RefusedOrigins {
  /// A stranger may invent as many as they like.
  private static let limit = 16
  private static let memory: TimeSpan = .seconds(3_600)

  private let log: Log
  private var told: Set<RefusedOrigin> = []
  private var forgetsAt: Instant = .distantPast

  init(log: Log) { self.log = log }

  func tell(_ refused: RefusedOrigin, now: Instant) {
    // A program with a cookie jar is no operator's concern.
    guard !refused.sent.isEmpty else { return }
    if now >= forgetsAt {
      told = []
      forgetsAt = now + Self.memory
    }
    guard told.count < Self.limit, told.insert(refused).inserted else { return }
    log.warning(
      "origin refused",
      [
        "origin": .text(refused.sent.joined(separator: ", ")),
        "expected": .text(refused.expected.joined(separator: ", ")), "proxy": .text(refused.proxy),
        "trusted": .flag(refused.isTrusted),
      ])
  }
}
