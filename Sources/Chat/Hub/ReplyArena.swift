import Base

/// Where small objects are framed: many share one buffer, so that a reply costs no allocation.
///
/// A buffer lives as long as one reply in it waits, which is why it is small: a client that does not read holds back
/// at most this much beyond its own bytes.
struct ReplyArena {
  private static let capacity = 8_192
  private var buffer = SharedBuffer(capacity: capacity)
  private var frame: [UInt8] = []

  mutating func frame(_ json: [UInt8]) -> ByteSlice {
    frame.removeAll(keepingCapacity: frame.capacity <= Self.capacity)
    EventFrames.append(json, to: &frame)
    if buffer.remaining < frame.count { buffer = SharedBuffer(capacity: max(Self.capacity, frame.count)) }
    let start = buffer.count
    buffer.append(frame)
    return buffer.slice(from: start, to: buffer.count)
  }
}
