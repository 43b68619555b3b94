import JSON

/// One of the user's sessions: each device has one.
package struct SignedInDevice: Equatable, Sendable {
  package let id: String
  /// When it was signed in: milliseconds since 1970.
  package let since: Int64
  /// Up to when it was in use, at least: milliseconds since 1970.
  package let used: Int64?
  /// Whether it is the one that has asked.
  package let isHere: Bool

  init?(_ object: ServerObject) {
    guard let id = object.text("device"), let since = object.integer("since") else { return nil }
    self.id = id
    self.since = since
    used = object.integer("used")
    isHere = object.flag("here")
  }
}
