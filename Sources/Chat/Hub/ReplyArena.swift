import Base

/// Where small objects are framed: many share one buffer, so that a reply costs no allocation.
///
/// A buffer lives as long as one reply in it waits, which is why it is small: a client that does not read holds back
/// at most this much beyond its own bytes.
struct ReplyArena {
  private static let capacity = 8_192
  private var buffer = SharedBuffer(capacity: capacity)
  private var header: [UInt8] = []

  mutating func frame(_ json: [UInt8], _ framing: any Framing) -> ByteSlice {
    header.removeAll(keepingCapacity: true)
    framing.appendHeader(ofTextLength: json.count, to: &header)
    let length = header.count + json.count
    if buffer.remaining < length { buffer = SharedBuffer(capacity: max(Self.capacity, length)) }
    let start = buffer.count
    buffer.append(header)
    buffer.append(json)
    return buffer.slice(from: start, to: buffer.count)
  }
}
