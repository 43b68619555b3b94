import Glibc

/// A room's journal as it is written: how far the room was read and what has to be sent change in one step, and what has
/// arrived is not forgotten by the program's end, whatever ends it.
///
/// What was taken is on the disk before it is sent. What has arrived is written, and left to the kernel to bring there: a
/// machine that crashes sends the last of it once more, under the same ids.
final class RelayJournal {
  /// A journal that is longer, by twice what was left of it the last time, is written anew: bytes.
  private static let longest = 4 << 20

  /// What the lines come to that were written.
  private(set) var state = RelayState()
  /// Who was mentioned and may be away, with what is not written yet.
  private(set) var notes: AwayNotes
  /// Of the newest events that the journal had when it was opened, a thousand or some more.
  private(set) var names: [ArchiveLine.EventName] = []
  private let folder: RelayFolder
  private var file: AppendedFile
  private let lock: FileLock
  /// Bytes of it when it was written anew; nothing before.
  private var renewed = 0
  /// Taken, but not written yet.
  private var taken: [RelayLine] = []
  private var takenBytes = 0
  /// What has happened to those that were sent, and could not be written yet.
  private var marks: [UInt8] = []

  /// - Parameter notes: what nothing has been written into yet.
  /// - Returns: `nil` when another process has it.
  init?(_ folder: RelayFolder, notes: AwayNotes = AwayNotes()) throws(FileFailure) {
    self.folder = folder
    self.notes = notes
    try folder.make()
    guard let lock = try FileLock(folder.lockPath) else { return nil }
    self.lock = lock
    file = try AppendedFile(folder.journalPath)
    try AppendedFile.syncFolder(folder.path)
    let bytes = try file.read()
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    if end < bytes.count { try file.cut(to: end) }
    state = try Self.state(bytes[..<end], folder) { line in
      self.notes.apply(line)
      guard case .event(let event, _) = line, case .event(_, let name)? = try? ArchiveLine(event.body[...]) else {
        return
      }
      names.append(name)
      if names.count == 2_000 { names.removeFirst(1_000) }
    }
  }

  /// What a journal's lines come to; one that is cut off does not count.
  static func state(of folder: RelayFolder) throws(FileFailure) -> RelayState {
    let bytes = try AppendedFile.read(folder.journalPath)
    return try state(bytes[..<(bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)], folder) { _ in }
  }

  private static func state(
    _ bytes: ArraySlice<UInt8>, _ folder: RelayFolder, _ look: (RelayLine) -> Void
  ) throws(FileFailure) -> RelayState {
    var state = RelayState()
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      guard let line = RelayLine(line) else {
        throw FileFailure("\(folder.journalPath): line \(index + 1) is nothing that a relay writes")
      }
      look(line)
      state.apply(line)
    }
    return state
  }

  // MARK: - Taking

  /// Of what waits, with what is not written yet.
  var waitingCount: Int { state.waiting.count + taken.count }
  var waitingBytes: Int { state.waitingBytes + takenBytes }
  /// Whether something is to be written.
  var isDirty: Bool { !taken.isEmpty || !marks.isEmpty }

  /// The position that the room is read on from, with what is not written yet.
  var position: String? {
    for line in taken.reversed() {
      switch line {
      case .position(let position): return position
      case .event(_, let position): return position
      default: continue
      }
    }
    return state.position
  }

  /// To be written by `write`.
  func take(_ line: RelayLine) {
    notes.apply(line)
    taken.append(line)
    takenBytes += line.bytes.count
  }

  /// Brings what was taken to the disk; then it counts. What can't be written stays, to be tried again.
  func write() throws(FileFailure) {
    guard isDirty else { return }
    try file.append(marks + taken.flatMap(\.bytes), isSynced: !taken.isEmpty)
    for line in taken { state.apply(line) }
    marks = []
    taken = []
    takenBytes = 0
    if file.length > Self.longest + 2 * renewed { try writeAnew() }
  }

  // MARK: - Sending

  /// Notes what has become of the first that waits, or of the sending at all. It counts at once; where it can't be written, that is
  /// tried again with what comes next.
  func mark(_ line: RelayLine) {
    state.apply(line)
    marks += line.bytes
    guard taken.isEmpty, (try? file.append(marks, isSynced: false)) != nil else { return }
    marks = []
  }

  /// In place of a long journal one that says the same, whole or not at all.
  private func writeAnew() throws(FileFailure) {
    let new = try AppendedFile(folder.newJournalPath)
    try new.cut(to: 0)
    try new.append((state.lines + notes.lines).flatMap(\.bytes))
    guard rename(folder.newJournalPath, folder.journalPath) == 0 else { throw .system("rename", folder.journalPath) }
    try AppendedFile.syncFolder(folder.path)
    file = new
    renewed = new.length
  }
}
