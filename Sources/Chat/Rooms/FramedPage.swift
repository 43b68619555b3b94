import Base
import ChatProtocol

/// A page read from the store, framed once for everybody who waits for it; or a part of one.
struct FramedPage {
  private struct Entry {
    let position: Position
    /// Where its frame begins and ends.
    let start: Int
    let end: Int
    let isChange: Bool

    var length: Int { end - start }
  }

  private var entries: ArraySlice<Entry>
  private let buffer: SharedBuffer

  init(_ messages: [StoredMessage], epoch: String, room: RoomName) {
    var bytes: [UInt8] = []
    var entries: [Entry] = []
    for message in messages {
      let position = Position(of: message, epoch: epoch)
      let json = MessageEvent.json(message, at: position, in: room)
      let start = bytes.count
      EventFrames.append(json, to: &bytes)
      let isChange = json.withUnsafeBytes { MessageEvent.isChange($0) }
      entries.append(Entry(position: position, start: start, end: bytes.count, isChange: isChange))
    }
    buffer = SharedBuffer(capacity: bytes.count)
    buffer.append(bytes)
    self.entries = entries[...]
  }

  var count: Int { entries.count }

  /// How many of them are changes to others.
  var changeCount: Int { entries.count(where: \.isChange) }

  /// The position of the last one.
  var end: Position? { entries.last?.position }

  var byteCount: Int { (entries.last?.end ?? 0) - (entries.first?.start ?? 0) }

  /// All frames; `nil` when there are none.
  var frames: ByteSlice? {
    guard let first = entries.first, let last = entries.last else { return nil }
    return buffer.slice(from: first.start, to: last.end)
  }

  // MARK: - Parts

  /// What there is up to `seq`.
  func through(_ seq: UInt64) -> FramedPage { keeping(entries.prefix { $0.position.seq <= seq }) }

  /// The oldest that come to no more than `bytes` together; one at least.
  func prefix(bytes: Int) -> FramedPage { keeping(entries.prefix(entries.count(within: bytes, length: \.length))) }

  /// The newest that come to no more than `bytes` together; one at least.
  func suffix(bytes: Int) -> FramedPage {
    keeping(entries.suffix(entries.reversed().count(within: bytes, length: \.length)))
  }

  private func keeping(_ entries: ArraySlice<Entry>) -> FramedPage {
    var part = self
    part.entries = entries
    return part
  }
}
