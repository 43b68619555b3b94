/// How much of each room's history a broker keeps.
package struct BacklogLimits: Equatable, Sendable {
  /// How many messages a room keeps at least, once it has had them; at least 1. A store may keep a few hundred more
  /// where cutting exactly would cost more than keeping.
  package var messages: Int
  /// How long each is kept: seconds, at least 1. Whoever follows a room has it trimmed again and again (`TrimBacklog`); in one
  /// that nobody follows all are kept as long after the latest one. A room's policy can say less (`Policy.retain`).
  package var seconds: Int

  /// A page of what follows a position ends with the message that brings its bodies to so much: bytes. So a look costs
  /// little more than what one client takes at once, however long the messages are.
  package static let pageBytes = 262_144

  package init(messages: Int = 10_000, seconds: Int = 604_800) {
    self.messages = max(1, messages)
    self.seconds = max(1, seconds)
  }

  /// How much longer a message may be kept in a room that is followed, until it is trimmed: seconds.
  package var slack: Int { Self.slack(of: seconds) }
  package static func slack(of seconds: Int) -> Int { min(max(seconds / 10, 1), 3_600) }

  /// How long a room's epoch is remembered after its latest message, so that it outlives the backlog and the positions
  /// that clients hold: seconds.
  package var epochSeconds: Int { max(30 * 86_400, seconds.addingReportingOverflow(seconds).partialValue) }

  /// How long a room's policy is remembered after its latest message: long after everything else is forgotten, a closed room
  /// is not open. Seconds.
  package var policySeconds: Int { max(365 * 86_400, epochSeconds) }
}
