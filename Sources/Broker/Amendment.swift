import ChatProtocol

/// What an edit or a deletion does to what is read of the messages before it. A position says which message is meant in
/// which history; one that is not there any more is left alone.
package enum Amendment: Equatable, Sendable {
  /// The message was edited by what is stored at `by`: the text of its earlier edits is taken out. The message itself
  /// keeps its first text, for those who know no edits.
  case edited(Position, by: Position)
  /// The message was deleted: its text and that of its edits is taken out (`StoredMessage.erased`).
  case deleted(Position)
}
