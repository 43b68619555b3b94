/// What stands before a frame's payload (RFC 6455 §5.2).
package struct FrameHeader: Sendable {
  /// The longest payload of a control frame (§5.5).
  package static let controlLimit = 125
  /// The most bytes that a header takes: two, eight of length, four of mask.
  package static let maximumSize = 14

  package let opcode: Opcode
  package let isFinal: Bool
  /// Bytes of the header itself.
  package let size: Int
  /// Bytes of the payload; not more than fits an `Int`.
  package let length: Int
  /// The masking key in the order of the wire, 0 when there is none: unmasking with it changes nothing.
  let mask: UInt32

  /// Appends the header of an unmasked, whole frame, as a server sends it: the shortest form of the length (§5.2).
  @inlinable
  package static func append(_ opcode: Opcode, length: Int, to bytes: inout [UInt8]) {
    append(opcode, length: length, isFinal: true, maskBit: 0, to: &bytes)
  }

  /// Appends a whole frame as a client sends it, its payload masked with `key` (§5.3).
  package static func appendMasked(
    _ opcode: Opcode, _ payload: UnsafeRawBufferPointer, key: UInt32, isFinal: Bool = true, to bytes: inout [UInt8]
  ) {
    append(opcode, length: payload.count, isFinal: isFinal, maskBit: 0x80, to: &bytes)
    withUnsafeBytes(of: key) { bytes.append(contentsOf: $0) }
    let start = bytes.count
    bytes.append(contentsOf: payload)
    _ = bytes.withUnsafeMutableBytes { Mask.apply(key, to: UnsafeMutableRawBufferPointer(rebasing: $0[start...])) }
  }

  @usableFromInline
  static func append(_ opcode: Opcode, length: Int, isFinal: Bool, maskBit: UInt8, to bytes: inout [UInt8]) {
    bytes.append((isFinal ? 0x80 : 0) | opcode.rawValue)
    if length <= controlLimit {
      bytes.append(maskBit | UInt8(truncatingIfNeeded: length))
    } else if length <= 0xFFFF {
      bytes.append(maskBit | 126)
      withUnsafeBytes(of: UInt16(truncatingIfNeeded: length).bigEndian) { bytes.append(contentsOf: $0) }
    } else {
      bytes.append(maskBit | 127)
      withUnsafeBytes(of: UInt64(length).bigEndian) { bytes.append(contentsOf: $0) }
    }
  }
}
