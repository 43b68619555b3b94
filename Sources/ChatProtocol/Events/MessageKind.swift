/// What kind of thing is stored in a room: by name, so that what a later version adds travels on.
package struct MessageKind: RawRepresentable, Hashable, Sendable {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let message = MessageKind(rawValue: "message")
  package static let edit = MessageKind(rawValue: "edit")
  package static let delete = MessageKind(rawValue: "delete")
  package static let reaction = MessageKind(rawValue: "reaction")
  /// A change of what may be done in the room.
  package static let policy = MessageKind(rawValue: "policy")

  /// Whether it changes something, a message or the room's policy, rather than being a message.
  package var isChange: Bool { self != .message }
}
