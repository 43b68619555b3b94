/// Why Redis did not do what it was asked.
package struct RedisFailure: Error, Equatable {
  /// What is known about a command that failed.
  package enum Kind: Equatable {
    /// It may have been done.
    case unknown
    /// Redis is full.
    case full
    /// Redis takes no writes at the moment: its disk fails, it has too few replicas to its own mind, or its cluster is down.
    case refused
    /// The script is not in Redis's cache (any more).
    case scriptMissing
    /// This server is not, or not yet, the one to talk to: it is a replica, or it wants a password.
    case wrongServer
    /// A cluster's node says where to ask, or when. Nothing was done.
    case redirected(Redirection)
  }

  package let kind: Kind
  /// For the log, one line.
  package let reason: String

  package init(_ kind: Kind, _ reason: String) {
    self.kind = kind
    self.reason = reason
  }

  /// From an error that Redis replied. Older versions wrap what a script ran into: the code then stands further behind.
  init(reply: String) {
    let code = reply.prefix { $0 != " " }
    let text = "Redis: " + String(reply.prefix(200).map { $0.isNewline ? " " : $0 })
    func means(_ word: String) -> Bool { code == word || (code == "ERR" && reply.contains("-\(word) ")) }
    switch code {
    case "NOAUTH": reason = "Redis wants a password: redis-url must have one (\(text))"
    case "WRONGPASS": reason = "Redis does not accept the user and password of redis-url (\(text))"
    case "NOPERM": reason = "the user of redis-url may not do what instances do: it needs ~* &* +@all (\(text))"
    default: reason = text
    }
    if let redirection = Redirection(reply: reply) {
      kind = .redirected(redirection)
    } else if means("OOM") {
      kind = .full
    } else if means("MISCONF") || means("NOREPLICAS") || means("CLUSTERDOWN") {
      kind = .refused
    } else if code == "NOSCRIPT" {
      kind = .scriptMissing
    } else if ["READONLY", "NOAUTH", "MASTERDOWN"].contains(where: means) {
      kind = .wrongServer
    } else {
      kind = .unknown
    }
  }

  package var redirection: Redirection? {
    if case .redirected(let redirection) = kind { redirection } else { nil }
  }

  /// A reply that is not what the command answers.
  package static let unreadable = RedisFailure(.unknown, "Redis replied something else than expected")
}
