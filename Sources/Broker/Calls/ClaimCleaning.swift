import ChatProtocol

/// Asks for the fleet's cleaning: what was deleted is taken out of the store itself (`BlankTexts`), and out of its files
/// (`RewriteStoreFile`), by one instance at a time. It has that for `lifetime` from each time that it asks.
///
/// Answered with `nil` while another instance has it, and where a deletion leaves nothing that had to be cleaned.
package struct ClaimCleaning: BrokerCall {
  /// Milliseconds. If an instance ends, another one takes over after it.
  package static let lifetime = 30_000
  /// Rooms that are told at once; of more than that any.
  package static let rooms = 1_000

  package let instance: String

  package init(by instance: String) {
    self.instance = instance
  }

  package typealias Reply = Cleaning?

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}

/// What is to be cleaned.
package struct Cleaning: Equatable, Sendable {
  package struct DueRoom: Equatable, Sendable {
    package let room: RoomName
    /// How often something was taken out of what is handed out there since it was clean: `NoteBlanked` wants it back.
    package let erasures: Int64

    package init(_ room: RoomName, erasures: Int64) {
      self.room = room
      self.erasures = erasures
    }
  }

  /// Those whose stored texts are not all handed out any more.
  package let rooms: [DueRoom]
  /// How many rooms were cleaned so far, and how many of them before the files were written last.
  package let blanked: Int64
  package let written: Int64
  /// How long ago the files were begun to be written; `nil` where they never were. Milliseconds.
  package let sinceFiles: Int64?

  package init(rooms: [DueRoom], blanked: Int64, written: Int64, sinceFiles: Int64?) {
    self.rooms = rooms
    self.blanked = blanked
    self.written = written
    self.sinceFiles = sinceFiles
  }

  /// Whether a file may still have a text that the store has not.
  package var owesFiles: Bool { blanked > written }
}
