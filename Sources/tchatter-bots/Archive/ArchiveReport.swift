import ChatClient
import ChatProtocol

/// The numbers with which an archive is stopped.
struct ArchiveReport {
  struct Room {
    let name: String
    /// Since the start.
    let taken: Int
    let written: Int
    /// Whether it may not be in the room (any more).
    let isKeptOut: Bool
    private let position: Position?
    /// What is stored in the room behind what was taken; `nil` when that could not be found out.
    private(set) var left: Int?

    init(_ archive: RoomArchive, isKeptOut: Bool) {
      name = archive.room
      self.isKeptOut = isKeptOut
      taken = archive.taken
      written = archive.written
      position = archive.position.flatMap { Position($0) }
    }

    /// - Parameter newest: the last that is stored in the room; `nil` for nothing.
    mutating func found(newest: StoredEvent?) {
      guard let newest else { return left = 0 }
      guard let position else { return left = Int(clamping: newest.seq) }
      guard Position(newest.position)?.epoch == position.epoch else { return }
      left = newest.seq > position.seq ? Int(clamping: newest.seq - position.seq) : 0
    }
  }

  var rooms: [Room]
  let failure: FileFailure?

  init(_ rooms: [Room], failure: FileFailure?) {
    self.rooms = rooms
    self.failure = failure
  }

  /// Whether everything that was taken is on the disk.
  var isWritten: Bool { rooms.allSatisfy { $0.written == $0.taken } }

  var lines: [String] {
    let taken = rooms.reduce(0) { $0 + $1.taken }
    let written = rooms.reduce(0) { $0 + $1.written }
    let left = rooms.reduce(Int?.some(0)) { sum, room in sum.flatMap { sum in room.left.map { sum + $0 } } }
    return rooms.map {
      "\($0.name): \(Self.line($0.taken, $0.written, $0.left))\($0.isKeptOut ? ", not let in" : "")"
    } + [
      "all: \(Self.line(taken, written, left))"
    ]
  }

  private static func line(_ taken: Int, _ written: Int, _ left: Int?) -> String {
    "\(taken) taken, \(written) written, \(left.map { "\($0)" } ?? "unknown how many") left"
  }
}
