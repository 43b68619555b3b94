/// Takes the objects out of what the hub has framed for WebSockets, for clients that are not on one. The frames are our
/// own: whole, unmasked texts (RFC 6455, section 5.2).
struct FrameReader {
  private var rest: UnsafeRawBufferPointer

  /// - Parameter frames: must outlive the reader.
  init(_ frames: UnsafeRawBufferPointer) { rest = frames }

  /// The next frame's payload; `nil` at the end, and at anything that is no such frame.
  mutating func next() -> UnsafeRawBufferPointer? {
    guard rest.count >= 2, rest[0] == 0x81 else { return nil }
    let (size, length) = measure(rest[1])
    guard rest.count >= size, length <= rest.count - size else { return nil }
    let payload = UnsafeRawBufferPointer(rebasing: rest[size..<size + length])
    rest = UnsafeRawBufferPointer(rebasing: rest[(size + length)...])
    return payload
  }

  /// The size of the header, and the length that it tells. A header that is cut off measures more than there is.
  private func measure(_ short: UInt8) -> (size: Int, length: Int) {
    let bytes = short == 126 ? 2 : short == 127 ? 8 : 0
    guard short < 128, rest.count >= 2 + bytes else { return (.max, 0) }
    guard bytes > 0 else { return (2, Int(short)) }
    let length = rest[2..<2 + bytes].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return (2 + bytes, Int(exactly: length) ?? .max)
  }
}
