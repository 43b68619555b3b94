/// What can be done to a message that is stored. A change is stored in the room's order like a message, so that it is
/// delivered, recovered, deduplicated and put back like one.
package enum Change: Equatable, Sendable {
  case edit(text: String)
  case delete
  /// - isOn: whether the reaction is given or taken back.
  case react(reaction: String, isOn: Bool)

  /// The longest reaction, in bytes: the longest emoji (families, flags of regions) take less.
  package static let longestReaction = 48

  package var kind: MessageKind {
    switch self {
    case .edit: .edit
    case .delete: .delete
    case .react: .reaction
    }
  }

  /// Whether only the author of the message may do it.
  package var isAuthorsAlone: Bool {
    if case .react = self { false } else { true }
  }

  /// Why it is refused whatever it is done to.
  /// - Parameter limit: of a text, in Unicode scalars.
  package func refusal(limit: Int) -> Refusal? {
    switch self {
    case .edit(let text): MessageText.refusal(of: text, limit: limit)
    case .delete: nil
    case .react(let reaction, _):
      Self.isReaction(reaction) ? nil : Refusal(.badRequest, "A reaction is one emoji or character.")
    }
  }

  /// One character as people see it, and one that is seen.
  private static func isReaction(_ text: String) -> Bool {
    guard (1...longestReaction).contains(text.utf8.count), text.count == 1, let first = text.unicodeScalars.first
    else { return false }
    switch first.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned: return false
    case .spaceSeparator, .lineSeparator, .paragraphSeparator, .nonspacingMark, .enclosingMark: return false
    default: return true
    }
  }
}

/// Which message is meant: by its seq or, safer, by its position, which says in which history the seq counts.
package struct MessageReference: Equatable, Sendable {
  package let seq: UInt64
  package let position: Position?

  package init(seq: UInt64, position: Position? = nil) {
    self.seq = seq
    self.position = position
  }
}
