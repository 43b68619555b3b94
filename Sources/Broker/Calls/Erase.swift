import ChatProtocol

/// Takes the texts of messages out of what is handed out from now on.
///
/// To be asked for once the edit or the deletion is stored; asking again is harmless. Nothing is broadcast: whoever hears
/// of the deletion does the same to what it holds. Where the store keeps such a text all the same, the room is among those to be
/// cleaned from then on (`ClaimCleaning`).
package struct Erase: BrokerCall {
  /// Some dozens at most, so that the store is soon free for others.
  package let erasures: [Erasure]
  package let room: RoomName
  /// Whether who asks sees to it that the room is cleaned (`BlankTexts`), and nobody else has to.
  package let isCleaned: Bool

  package init(_ erasures: [Erasure], in room: RoomName, isCleaned: Bool = false) {
    self.erasures = erasures
    self.room = room
    self.isCleaned = isCleaned
  }

  package init(_ erasure: Erasure, in room: RoomName) { self.init([erasure], in: room) }

  package typealias Reply = Void

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}

/// What an edit or a deletion does to what is read of the messages before it. A position says which message is meant in
/// which history; one that is not there any more is left alone.
package enum Erasure: Equatable, Sendable {
  /// The message was edited by what is stored at `by`: the text of its earlier edits is taken out. The message itself
  /// keeps its first text, for those who know no edits.
  case edited(Position, by: Position)
  /// The message was deleted: its text and that of its edits is taken out (`StoredMessage.erased`).
  case deleted(Position)
}
