import Base

/// Proves from an archive's files alone what they hold.
struct ArchiveCheck {
  let folder: ArchiveFolder

  /// Reads a whole room.
  /// - Returns: what it adds up to, and what is wrong with the files: one sentence each.
  func run() throws(FileFailure) -> (tally: RoomTally, mistakes: [String]) {
    var tally = RoomTally()
    var mistakes: [String] = []
    let count = try folder.segmentCount()
    let sums = try AppendedFile.read(folder.sumsPath).split(separator: UInt8(ascii: "\n")).map {
      String(decoding: $0, as: UTF8.self)
    }
    if sums.count < count - 1 {
      mistakes.append("\(folder.sumsPath) has \(sums.count) sums, of \(count - 1) finished segments")
    }
    for number in stride(from: 1, through: count, by: 1) {
      let bytes = try AppendedFile.read(folder.segmentPath(number))
      if number <= sums.count, sums[number - 1] + "\n" != ArchiveFolder.sumLine(of: bytes, number: number) {
        mistakes.append("\(folder.segmentPath(number)) is not what its sum says")
      }
      take(bytes, of: folder.segmentPath(number), isOpen: number == count, &tally, &mistakes)
    }
    return (tally, mistakes)
  }

  /// - Parameter isOpen: whether it may end in the middle of a line: its writer was killed, and will cut that off.
  private func take(
    _ bytes: [UInt8], of path: String, isOpen: Bool, _ tally: inout RoomTally, _ mistakes: inout [String]
  ) {
    var start = 0, number = 0
    while start < bytes.count {
      number += 1
      guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else {
        if !isOpen { mistakes.append("\(path): line \(number) has no end") }
        return
      }
      do throws(ArchiveLine.Mistake) { tally.take(try ArchiveLine(bytes[start..<end])) } catch {
        mistakes.append("\(path): line \(number) \(error.reason)")
        // One is told; the rest is likely to be as wrong.
        return
      }
      start = end + 1
    }
  }
}
