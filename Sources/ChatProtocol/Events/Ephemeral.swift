/// Something that is told to those present and not kept.
package enum Ephemeral: Equatable, Sendable {
  case typing(Typing)
  case presence(PresenceNotice)
  case report(Report)
  /// Nothing that was reported of the message there needs anybody's attention any more.
  case resolved(Position)
}
