import ChatProtocol

/// What is known of a user besides what they do: what operators have decided, and their sessions.
package struct Standing: Equatable, Sendable {
  /// How many sessions one user has at most; a further one ends the oldest.
  package static let mostSessions = 100

  /// The moment up to which the user's sessions are void, by the store's clock: milliseconds since 1970. `nil` when none
  /// of those that could still live are.
  package var ended: Int64?
  package var ban: Restriction?
  package var suspension: Restriction?
  /// The oldest first; those that an instance of 0.4.0 has made and no later one has seen yet are not known.
  package var sessions: [SessionRecord]

  package init(
    ended: Int64? = nil, ban: Restriction? = nil, suspension: Restriction? = nil, sessions: [SessionRecord] = []
  ) {
    self.ended = ended
    self.ban = ban
    self.suspension = suspension
    self.sessions = sessions
  }
}
