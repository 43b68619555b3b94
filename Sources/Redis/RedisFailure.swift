import Chat

/// Why Redis did not do what it was asked.
struct RedisFailure: Error, Equatable {
  /// What is known about a command that failed.
  enum Kind: Equatable {
    /// It may have been done.
    case unknown
    /// Redis is full.
    case full
    /// The script is not in Redis's cache (any more).
    case scriptMissing
    /// This server is not, or not yet, the one to talk to: it is a replica, or it wants a password.
    case wrongServer
  }

  let kind: Kind
  /// For the log, one line.
  let reason: String

  init(_ kind: Kind, _ reason: String) {
    self.kind = kind
    self.reason = reason
  }

  /// From an error that Redis replied. Older versions wrap what a script ran into: the code then stands further behind.
  init(reply: String) {
    let code = reply.prefix { $0 != " " }
    reason = "Redis: " + String(reply.prefix(200).map { $0.isNewline ? " " : $0 })
    func means(_ word: String) -> Bool { code == word || (code == "ERR" && reply.contains("-\(word) ")) }
    if means("OOM") {
      kind = .full
    } else if code == "NOSCRIPT" {
      kind = .scriptMissing
    } else if ["READONLY", "NOAUTH", "MASTERDOWN"].contains(where: means) {
      kind = .wrongServer
    } else {
      kind = .unknown
    }
  }

  /// A reply that is not what the command answers.
  static let unreadable = RedisFailure(.unknown, "Redis replied something else than expected")

  var brokerFailure: BrokerFailure { kind == .full ? .full : .unavailable(reason: reason) }
}
