import Bytes

/// A page read from the store, framed once for everybody who waits for it.
struct FramedPage {
  /// Of each message, in order: its seq, and where its frame ends.
  private let ends: [(seq: UInt64, end: Int, isChange: Bool)]
  private let buffer: SharedBuffer

  init(_ messages: [StoredMessage], epoch: String, room: RoomName, framing: any Framing) {
    var bytes: [UInt8] = []
    var ends: [(seq: UInt64, end: Int, isChange: Bool)] = []
    for message in messages {
      let json = MessageEvent.json(message, at: Position(of: message, epoch: epoch), in: room)
      framing.appendHeader(ofTextLength: json.count, to: &bytes)
      bytes += json
      ends.append((message.seq, bytes.count, json.withUnsafeBytes { MessageEvent.isChange($0) }))
    }
    buffer = SharedBuffer(capacity: bytes.count)
    buffer.append(bytes)
    self.ends = ends
  }

  /// How many messages there are up to `seq`.
  func count(through seq: UInt64) -> Int { ends.count { $0.seq <= seq } }

  /// How many of them are changes to others.
  func changeCount(through seq: UInt64) -> Int { ends.count { $0.seq <= seq && $0.isChange } }

  /// The frames up to `seq`; `nil` when there are none.
  func frames(through seq: UInt64) -> ByteSlice? {
    guard let last = ends.last(where: { $0.seq <= seq }) else { return nil }
    return buffer.slice(from: 0, to: last.end)
  }
}
