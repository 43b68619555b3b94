import WebSocket

/// Events as they go out: each one whole, unmasked WebSocket text frame (RFC 6455, section 5.2), a header and then the
/// JSON. A frame is written once, and its bytes serve every recipient on a WebSocket as they are; other transports take
/// the JSON out again. Nothing else knows how a frame is laid out.
package struct EventFrames: Sequence, IteratorProtocol {
  private var rest: UnsafeRawBufferPointer

  /// The JSON objects in frames that lie one behind the other, not copied.
  /// - Parameter frames: must outlive what is taken out of them.
  package init(_ frames: UnsafeRawBufferPointer) { rest = frames }

  /// The next object; `nil` at the end, and at anything that is no such frame.
  package mutating func next() -> UnsafeRawBufferPointer? {
    guard let header = try? FrameHeader.parse(rest, for: .client), header.isWhole, header.isFinal,
      header.opcode == .text, header.length <= rest.count - header.size
    else { return nil }
    let end = header.size + header.length
    defer { rest = UnsafeRawBufferPointer(rebasing: rest[end...]) }
    return UnsafeRawBufferPointer(rebasing: rest[header.size..<end])
  }

  /// Appends the frame of one object.
  static func append(_ json: [UInt8], to bytes: inout [UInt8]) {
    appendHeader(length: json.count, to: &bytes)
    bytes += json
  }

  /// Appends what comes before the JSON of one object in its frame.
  static func appendHeader(length: Int, to bytes: inout [UInt8]) {
    FrameHeader.append(.text, length: length, to: &bytes)
  }
}
