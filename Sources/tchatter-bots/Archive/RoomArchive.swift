import Base
import ChatClient
import ChatProtocol

/// A room's archive as it is written: every line once and in order, whatever ends the program in between.
///
/// What was written tells where to go on: a line counts once it ends, so that one that was cut off is taken away, and the
/// position of the last one is what the room is joined after.
final class RoomArchive {
  let room: String
  /// Behind which the archive goes on; `nil` while it is empty.
  private(set) var position: String?
  /// Events that were taken since it was opened, and those of them that have reached the disk.
  private(set) var taken = 0
  private(set) var written = 0
  private let folder: ArchiveFolder
  private let lock: FileLock
  private let segmentBytes: Int
  private var number: Int
  private var segment: AppendedFile
  private let sums: AppendedFile
  private var pending: [UInt8] = []
  private var lastGap: Gap?
  /// What is read back, where that is done.
  private(set) var reader: ArchiveReader?

  /// Opens what is there, and mends what a crash has left.
  /// - Parameter segmentBytes: after which a new segment is begun.
  /// - Returns: `nil` when another process writes it.
  init?(in path: String, room: String, segmentBytes: Int) throws(FileFailure) {
    self.room = room
    self.segmentBytes = segmentBytes
    folder = ArchiveFolder(path, room: room)
    try folder.make()
    guard let lock = try FileLock(folder.lockPath) else { return nil }
    self.lock = lock
    number = max(try folder.segmentCount(), 1)
    segment = try AppendedFile(folder.segmentPath(number))
    sums = try AppendedFile(folder.sumsPath)
    try AppendedFile.syncFolder(folder.path)
    try mend()
    position = try lastPosition()
  }

  /// It is to be read back: all of it has to be read once for that, by `readPiece`, to know where what is.
  /// - Parameter piece: bytes that are read at once.
  func beginReading(piece: Int = 256 << 10) throws(FileFailure) { reader = try ArchiveReader(folder, piece: piece) }

  /// Reads a piece of it.
  /// - Returns: whether that was the last.
  func readPiece() throws(FileFailure) -> Bool {
    try reader?.readPiece(to: number, segment.length)
    return reader?.isComplete ?? true
  }

  /// Whether something waits to be written.
  var isDirty: Bool { !pending.isEmpty }

  /// Bytes that wait to be written.
  var pendingBytes: Int { pending.count }

  // MARK: - Taking

  func take(_ event: StoredEvent) {
    pending += ArchiveLine.bytes(of: event)
    position = event.position
    taken += 1
    lastGap = nil
  }

  /// The same gap is told again by each join until something behind it has come. What lies before it, the archive knows
  /// better than a participant that has just begun.
  func take(_ gap: Gap) {
    let after = position.flatMap { Position($0)?.seq } ?? gap.after
    let gap = Gap(room: gap.room, after: after, next: gap.next, reason: gap.reason)
    guard gap != lastGap else { return }
    pending += ArchiveLine.bytes(of: gap)
    lastGap = gap
  }

  func rewind(to position: String) {
    pending += ArchiveLine.bytesOfRewind(of: room, to: position)
    self.position = position
    lastGap = nil
  }

  // MARK: - Writing

  /// Brings what was taken to the disk. What can't be written stays, to be tried again.
  func write() throws(FileFailure) {
    if !pending.isEmpty {
      try segment.append(pending)
      reader?.take(pending, in: number, at: segment.length - pending.count)
      pending.removeAll(keepingCapacity: true)
    }
    written = taken
    if segment.length >= segmentBytes { try finishSegment() }
  }

  private func finishSegment() throws(FileFailure) {
    let next = try AppendedFile(folder.segmentPath(number + 1))
    try sums.append(Array(ArchiveFolder.sumLine(of: try segment.read(), number: number).utf8))
    try AppendedFile.syncFolder(folder.path)
    (segment, number) = (next, number + 1)
  }

  // MARK: - Going on

  /// Cuts off lines that were not written to their end, and writes the sums of finished segments that have none.
  private func mend() throws(FileFailure) {
    try Self.cutTornLine(of: segment)
    try Self.cutTornLine(of: sums)
    let summed = try sums.read().count { $0 == UInt8(ascii: "\n") }
    guard summed < number else {
      throw FileFailure("\(folder.sumsPath) has \(summed) lines, of \(number - 1) finished segments")
    }
    for missing in (summed + 1)..<max(number, summed + 1) {
      let bytes = try AppendedFile.read(folder.segmentPath(missing))
      try sums.append(Array(ArchiveFolder.sumLine(of: bytes, number: missing).utf8))
    }
  }

  private static func cutTornLine(of file: AppendedFile) throws(FileFailure) {
    let bytes = try file.read()
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    if end < bytes.count { try file.cut(to: end) }
  }

  /// Of the last line that has one.
  private func lastPosition() throws(FileFailure) -> String? {
    for number in (1...number).reversed() {
      let path = folder.segmentPath(number)
      let lines = try AppendedFile.read(path).split(separator: UInt8(ascii: "\n"))
      for (index, bytes) in lines.enumerated().reversed() {
        switch Result(catching: { () throws(ArchiveLine.Mistake) in try ArchiveLine(bytes) }) {
        case .success(.event(let position, _)), .success(.rewind(let position)): return position.text
        case .success(.gap): continue
        case .failure(let mistake): throw FileFailure("\(path): line \(index + 1) \(mistake.reason)")
        }
      }
    }
    return nil
  }
}
