import Base
import ChatProtocol
import JSON

/// Reads pages of a room's history back from its archive's files.
struct ArchiveReader {
  /// A page for somebody who reads back.
  struct Page {
    /// Ascending, as the chat tells them.
    var events: [[UInt8]] = []
    /// Whether there are earlier ones.
    var hasMore = false
  }

  /// What may be read for one page: bytes.
  private static let most = 32 << 20

  private let folder: ArchiveFolder
  private(set) var index = ArchiveIndex()
  /// What is read at once at the beginning: bytes. Twice as much as long as that is not a whole line.
  private let piece: Int
  private var wanted: Int
  /// Up to where that has come.
  private var next = ArchiveIndex.Place(segment: 1, offset: 0)
  /// Whether all that is there is known. Nothing is told before: what comes last may be the deletion of what came first.
  private(set) var isComplete = false
  /// How much of it is known, and how much there was at the beginning: bytes.
  private(set) var readBytes = 0
  let totalBytes: Int

  /// Of what is there nothing is known yet.
  init(_ folder: ArchiveFolder, piece: Int = 256 << 10) throws(FileFailure) {
    self.folder = folder
    (self.piece, wanted) = (piece, piece)
    var total = 0
    for number in stride(from: 1, through: try folder.segmentCount(), by: 1) {
      total += try AppendedFile.length(of: folder.segmentPath(number))
    }
    totalBytes = total
  }

  /// Reads a piece of what is there.
  /// - Parameters:
  ///   - segment: the one that is being written.
  ///   - length: of that one, in bytes.
  mutating func readPiece(to segment: Int, _ length: Int) throws(FileFailure) {
    let path = folder.segmentPath(next.segment)
    let size = next.segment == segment ? length : try AppendedFile.length(of: path)
    guard next.offset < size else {
      if next.segment < segment {
        next = ArchiveIndex.Place(segment: next.segment + 1, offset: 0)
      } else {
        isComplete = true
      }
      return
    }
    let end = min(next.offset + wanted, size)
    let bytes = try AppendedFile.read(path, from: next.offset, to: end, most: ArchiveFolder.greatestSegment)
    let lines = bytes.prefix(through: bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1)
    index.take(Array(lines), in: next.segment, at: next.offset)
    // A finished segment ends with a line's end, unless somebody else has written there.
    let isLast = end == size
    wanted = lines.isEmpty && !isLast ? wanted * 2 : piece
    let taken = isLast ? bytes.count : lines.count
    next = ArchiveIndex.Place(segment: next.segment, offset: next.offset + taken)
    readBytes += taken
  }

  /// Lines that have come to the disk. As long as not all before them is known, they are read from there in their turn.
  mutating func take(_ lines: [UInt8], in segment: Int, at offset: Int) {
    if isComplete { index.take(lines, in: segment, at: offset) }
  }

  /// - Parameters:
  ///   - seq: behind the page.
  ///   - epoch: of the order in which it counts; in another one there is nothing.
  ///   - limit: of events.
  ///   - bytes: of the page; one event there is all the same.
  func page(before seq: UInt64, of epoch: String, limit: Int, bytes: Int) throws(FileFailure) -> Page {
    let end = min(seq, index.last + 1)
    guard index.epoch == epoch, end > index.first else { return Page() }
    let begin = end - min(end - index.first, UInt64(limit))
    let objects = try objects(of: begin..<end)
    guard objects.count == Int(end - begin) else { throw FileFailure("\(folder.path) is not as it was written") }
    let all = objects.map { object in
      JSONWriter.object { for member in index.told(object).members { $0.member(named: member.name, member.value) } }
    }
    let told = all.suffix(max(1, all.reversed().count(within: bytes) { $0.count }))
    return Page(events: Array(told), hasMore: begin > index.first || told.count < all.count)
  }

  /// Each as it lies at these seqs by now: what a rewind has taken back is passed over.
  private func objects(of seqs: Range<UInt64>) throws(FileFailure) -> [JSONObject] {
    guard let range = index.places(of: seqs) else { return [] }
    var found: [(seq: UInt64, object: JSONObject)] = []
    for segment in range.lowerBound.segment...range.upperBound.segment {
      let start = segment == range.lowerBound.segment ? range.lowerBound.offset : 0
      let end = segment == range.upperBound.segment ? range.upperBound.offset : nil
      let bytes = try AppendedFile.read(folder.segmentPath(segment), from: start, to: end, most: Self.most)
      for line in bytes.split(separator: UInt8(ascii: "\n")) {
        guard let object = try? JSONParser.parseObject(Array(line)), let known = ArchiveLine(object) else { continue }
        switch known {
        case .event(let position, _): found.append((position.seq, object))
        case .rewind(let position): found.removeAll { $0.seq > position.seq }
        case .gap: break
        }
      }
    }
    return found.filter { seqs.contains($0.seq) }.map(\.object)
  }
}
