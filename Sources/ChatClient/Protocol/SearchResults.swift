/// What a part of a room's history says of what was searched for.
package struct SearchResults: Equatable, Sendable {
  package let room: String
  /// Messages and edits, the newest first.
  package let events: [StoredEvent]
  /// How many entries of the room were looked at, and of when the oldest of them is: milliseconds since 1970.
  package let looked: Int
  package let time: Int64?
  /// Where to go on; `nil` at the beginning of what is kept.
  package let before: String?
}
