/// How much of each room's history a broker keeps.
package struct BacklogLimits: Equatable, Sendable {
  /// How many messages a room keeps at least, once it has had them; at least 1. A store may keep a few hundred more
  /// where cutting exactly would cost more than keeping.
  package let messages: Int
  /// How long they are kept after the room's latest message: seconds, at least 1.
  package let seconds: Int

  package init(messages: Int = 10_000, seconds: Int = 604_800) {
    self.messages = max(1, messages)
    self.seconds = max(1, seconds)
  }

  /// How long a room's epoch is remembered after its latest message, so that it outlives the backlog and the positions
  /// that clients hold: seconds.
  package var epochSeconds: Int { max(30 * 86_400, seconds.addingReportingOverflow(seconds).partialValue) }
}
