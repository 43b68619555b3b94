import Base
import ChatProtocol

/// A room's newest messages as framed bytes, in order and without a hole.
///
/// It is the one thing that a room delivers from: the messages of a loop turn, the catch-up of a client that returns
/// and the first page of one that comes are all slices of it. It is bounded in messages and in bytes; the oldest are
/// dropped a segment at a time.
struct RoomLog {
  /// One shared buffer, and where each message lies in it.
  fileprivate struct Segment {
    var buffer: SharedBuffer
    var firstSeq: UInt64
    var entries: [Entry] = []

    /// Whether the buffer ends with the last entry, so that what is appended joins on.
    var isOpen = true

    var nextSeq: UInt64 { firstSeq + UInt64(entries.count) }
    var end: Int { Int(entries.last?.end ?? 0) }

    /// Where the first message after `seq` lies; the number of entries when it would come later.
    func index(after seq: UInt64) -> Int {
      seq < firstSeq ? 0 : Int(clamping: min(seq - firstSeq + 1, UInt64(entries.count)))
    }
  }

  /// A message within its segment.
  struct Entry {
    /// Where its frame begins, where the JSON within the frame begins, and where both end.
    let start: UInt32
    let json: UInt32
    let end: UInt32
    let generation: UInt32
    let identity: String
    /// `MessageHeader.subject`, and whether it is a change to that.
    let subject: Int
    let isChange: Bool
    /// Whether its text was taken out: it need not be looked for again.
    var isErased = false

    var length: Int { Int(end - start) }
  }

  /// The first segment's size in bytes; each next one is twice as large, up to `largestSegment`.
  private static let smallestSegment = 2_048
  private static let largestSegment = 32_768

  private var segments: [Segment] = []
  /// Where a frame's header is written, each time anew.
  private var frameHeader: [UInt8] = []
  private(set) var count = 0
  private(set) var byteCount = 0

  /// The newest position, that of the last message appended or of the place where the log was started.
  private(set) var position: Position

  /// Where the oldest message lay that the store had when it last told; 1 where that is not known.
  private var oldestStored: UInt64

  /// An empty log that goes on from `position`.
  /// - Parameter isOldest: whether the store has nothing before it.
  init(after position: Position, isOldest: Bool = false) {
    self.position = position
    oldestStored = isOldest ? position.seq + 1 : 1
  }

  /// The seq of the oldest message held; that of the next one when there is none.
  var firstSeq: UInt64 { segments.first?.firstSeq ?? position.seq + 1 }

  /// Whether it holds every message that the store has.
  var reachesBack: Bool { firstSeq <= oldestStored }

  // MARK: - Writing

  /// Appends the message that follows.
  mutating func append(_ message: StoredMessage, in room: RoomName) {
    let position = Position(of: message, epoch: position.epoch)
    let json = MessageEvent.json(message, at: position, in: room)
    frameHeader.removeAll(keepingCapacity: true)
    EventFrames.appendHeader(length: json.count, to: &frameHeader)
    append(json, behind: frameHeader, message.header, at: position)
  }

  /// The same for one that is an event already.
  /// - Parameter frameHeader: what comes before its JSON in its frame.
  mutating func append(
    _ json: [UInt8], behind frameHeader: [UInt8], _ message: MessageHeader, at position: Position
  ) {
    precondition(position.seq == self.position.seq + 1, "a log has no holes")
    let length = frameHeader.count + json.count
    makeRoom(for: length, seq: position.seq)
    let last = segments.count - 1
    let start = segments[last].buffer.count
    segments[last].buffer.append(frameHeader)
    segments[last].buffer.append(json)
    segments[last].entries.append(
      Entry(
        start: UInt32(truncatingIfNeeded: start), json: UInt32(truncatingIfNeeded: start + frameHeader.count),
        end: UInt32(truncatingIfNeeded: start + length), generation: position.generation,
        identity: position.identity, subject: message.subject, isChange: message.kind.isChange))
    count += 1
    byteCount += length
    self.position = position
  }

  private mutating func makeRoom(for length: Int, seq: UInt64) {
    if let last = segments.last, last.isOpen, last.buffer.remaining >= length { return }
    let doubled = (segments.last?.buffer.capacity ?? Self.smallestSegment / 2) * 2
    let capacity = max(min(doubled, Self.largestSegment), length)
    segments.append(Segment(buffer: SharedBuffer(capacity: capacity), firstSeq: seq))
  }

  /// Drops the oldest segments while more than `messages` or `bytes` would be left without them.
  mutating func trim(toMessages messages: Int, bytes: Int) {
    while let first = segments.first, segments.count > 1 {
      let firstBytes = first.end
      guard count - first.entries.count >= messages || byteCount - firstBytes >= bytes else { return }
      count -= first.entries.count
      byteCount -= firstBytes
      segments.removeFirst()
    }
  }

  /// Forgets every message before `seq`, as the store has.
  mutating func forget(before seq: UInt64) {
    oldestStored = max(oldestStored, seq)
    while let first = segments.first, first.firstSeq < seq {
      let dropped = first.index(after: seq - 1)
      count -= dropped
      if dropped == first.entries.count {
        byteCount -= first.end
        segments.removeFirst()
      } else {
        segments[0].entries.removeFirst(dropped)
        segments[0].firstSeq = seq
      }
    }
  }

  /// Forgets every message after `position`, which is where the log goes on from.
  mutating func rewind(to position: Position) {
    while let last = segments.indices.last, segments[last].nextSeq > position.seq + 1 {
      guard segments[last].firstSeq <= position.seq else {
        segments.removeLast()
        continue
      }
      segments[last].entries.removeLast(Int(segments[last].nextSeq - position.seq - 1))
      segments[last].isOpen = false
    }
    count = segments.reduce(0) { $0 + $1.entries.count }
    byteCount = segments.reduce(0) { $0 + $1.end }
    self.position = position
  }

  /// Blanks the text and the data of a message, if it lies where it did, and the texts of the changes to it behind that. A
  /// segment in which there are some is copied: parts of the old one may be on their way.
  /// - Parameter edit: the seq of an edit of the message: what is older of its edits is blanked alone.
  mutating func erase(_ target: MessageTarget, editedAt edit: UInt64? = nil) {
    let subject = MessageHeader(author: target.author, id: target.id).subject
    for index in segments.indices where segments[index].nextSeq > target.seq {
      let segment = segments[index]
      let bytes = segment.buffer.slice(from: 0, to: segment.buffer.count).bytes
      var copy: [UInt8]?
      for (offset, entry) in segment.entries.enumerated() where entry.subject == subject && !entry.isErased {
        let seq = segment.firstSeq + UInt64(offset)
        guard entry.isChange ? seq > target.seq && seq < edit ?? .max : seq == target.seq && edit == nil else {
          continue
        }
        let range = Int(entry.json)..<Int(entry.end)
        var object = Array(bytes[range])
        MessageBody.erase(&object)
        segments[index].entries[offset].isErased = true
        if copy == nil { copy = Array(bytes) }
        copy?.replaceSubrange(range, with: object)
      }
      guard let copy else { continue }
      segments[index].buffer = SharedBuffer(capacity: segment.buffer.capacity)
      segments[index].buffer.append(copy)
    }
  }

  // MARK: - Reading

  /// Whether everything after `position` is here, and `position` belongs to this very history.
  func covers(_ position: Position) -> Bool {
    guard position.epoch == self.position.epoch else { return false }
    if position == self.position { return true }
    if position.seq == 0 { return firstSeq == 1 }
    guard let entry = entry(position.seq) else { return false }
    return entry.generation == position.generation && entry.identity == position.identity
  }

  /// The frames of all messages after `seq`, which must not lie before the log.
  func frames(after seq: UInt64) -> [ByteSlice] {
    var slices: [ByteSlice] = []
    for segment in segments where segment.nextSeq > seq + 1 {
      let start = Int(segment.entries[segment.index(after: seq)].start)
      slices.append(segment.buffer.slice(from: start, to: segment.end))
    }
    return slices
  }

  /// What follows `seq`, which must not lie before the log: as many messages as come to no more than `bytes` together,
  /// though `least` of them if there are so many.
  func slice(after seq: UInt64, bytes: Int, atLeast least: Int) -> LogSlice {
    var slice = LogSlice()
    if seq >= position.seq { slice.end = position }
    let behind = segments.lazy.filter { $0.nextSeq > seq + 1 }
    let entries = behind.flatMap { $0.entries[$0.index(after: seq)...] }
    let last = seq + UInt64(entries.count(within: bytes, atLeast: least, length: \.length))
    for segment in behind where segment.firstSeq <= last {
      let range = segment.index(after: seq)..<segment.index(after: last)
      if !range.isEmpty { slice.add(segment, range, epoch: position.epoch) }
    }
    return slice
  }

  /// After which seq the newest messages begin: `messages` of them, or as many as come to no more than `bytes` together,
  /// though one at least unless none is asked for.
  func start(ofLatest messages: Int, bytes: Int) -> UInt64 {
    let latest = segments.reversed().lazy.flatMap { $0.entries.reversed() }.prefix(messages)
    return position.seq - UInt64(latest.count(within: bytes, length: \.length))
  }

  /// The newest messages that come to no more than `bytes` together; one at least, if there is one.
  func latest(bytes: Int) -> LogSlice { slice(after: start(ofLatest: count, bytes: bytes), bytes: .max, atLeast: 1) }

  /// The JSON objects of the messages from `first` up to `last`, both of which must be held.
  func objects(from first: UInt64, through last: UInt64) -> [ByteSlice] {
    var slices: [ByteSlice] = []
    guard first <= last else { return slices }
    for seq in first...last {
      guard let (segment, entry) = place(of: seq) else { continue }
      slices.append(segment.buffer.slice(from: Int(entry.json), to: Int(entry.end)))
    }
    return slices
  }

  /// Whether the message with this identity is here, whatever its place.
  func contains(identity: String) -> Bool {
    segments.contains { $0.entries.contains { $0.identity == identity } }
  }

  /// Where the message with this identity lies, if it is here.
  func seq(ofIdentity identity: String) -> UInt64? {
    for segment in segments.reversed() {
      if let index = segment.entries.lastIndex(where: { $0.identity == identity }) {
        return segment.firstSeq + UInt64(index)
      }
    }
    return nil
  }

  /// Where the message that a change names and its edits lie, as far as they are here: wherever they lay when that was made.
  func places(of target: MessageTarget) -> [Position] {
    let subject = MessageHeader(author: target.author, id: target.id).subject
    return segments.flatMap { segment in
      segment.entries.indices.filter { segment.entries[$0].subject == subject }.compactMap { index in
        let entry = segment.entries[index]
        let json = segment.buffer.slice(from: Int(entry.json), to: Int(entry.end)).bytes
        guard !entry.isChange || json.starts(with: Self.editMark) else { return nil }
        return Position(
          epoch: position.epoch, generation: entry.generation, seq: segment.firstSeq + UInt64(index),
          identity: entry.identity)
      }
    }
  }
  private static let editMark = Array("{\"type\":\"edit\"".utf8)

  private func entry(_ seq: UInt64) -> Entry? { place(of: seq)?.entry }

  private func place(of seq: UInt64) -> (segment: Segment, entry: Entry)? {
    guard let segment = segments.last(where: { $0.firstSeq <= seq }), seq < segment.nextSeq else { return nil }
    return (segment, segment.entries[Int(seq - segment.firstSeq)])
  }
}

/// Some messages of a log that follow each other.
package struct LogSlice {
  package init() {}

  fileprivate(set) var frames: [ByteSlice] = []
  package fileprivate(set) var count = 0
  /// How many of them are changes to others.
  fileprivate(set) var changeCount = 0
  /// The position of the last one; the log's when nothing was left to take, `nil` when there was no room for any.
  fileprivate(set) var end: Position?

  var byteCount: Int { frames.reduce(0) { $0 + $1.bytes.count } }

  fileprivate mutating func add(_ segment: RoomLog.Segment, _ range: Range<Int>, epoch: String) {
    let entries = segment.entries[range]
    guard let first = entries.first, let last = entries.last else { return }
    let taken = segment.buffer.slice(from: Int(first.start), to: Int(last.end))
    frames.append(taken)
    count += entries.count
    changeCount += entries.count(where: \.isChange)
    end = Position(
      epoch: epoch, generation: last.generation, seq: segment.firstSeq + UInt64(range.upperBound) - 1,
      identity: last.identity)
  }
}
