extension FrameHeader {
  /// Reads a header from the beginning of `bytes`; nil when it is not complete. Every rule is checked as soon as the
  /// byte that breaks it is there.
  /// - Parameter role: of the side that reads.
  @inline(__always)
  package static func parse(_ bytes: UnsafeRawBufferPointer, for role: Role) throws(Violation) -> FrameHeader? {
    guard bytes.count >= 2, let base = bytes.baseAddress else {
      if let first = bytes.first { _ = try opcode(of: first) }
      return nil
    }
    let first = base.load(as: UInt8.self)
    let second = base.load(fromByteOffset: 1, as: UInt8.self)
    let opcode = try opcode(of: first)
    let short = Int(second & 0x7F)
    if opcode.isControl, short > controlLimit {
      throw Violation(.protocolError, "a control frame is too long")  // §5.5
    }
    let isMasked = second & 0x80 != 0
    guard isMasked == (role == .server) else {
      // §5.1: a client masks every frame, a server none.
      throw Violation(.protocolError, isMasked ? "a server must not mask" : "a client must mask")
    }
    let lengthSize = short < 126 ? 0 : short == 126 ? 2 : 8
    let size = 2 + lengthSize + (isMasked ? 4 : 0)
    guard bytes.count >= 2 + lengthSize else { return nil }
    let length = lengthSize == 0 ? short : try extendedLength(base + 2, size: lengthSize)
    // The mask is still to come, but what is known of the length is enough to refuse the frame: see `Codec`.
    let isWhole = bytes.count >= size
    let mask = isMasked && isWhole ? (base + (size - 4)).loadUnaligned(as: UInt32.self) : 0
    return FrameHeader(
      opcode: opcode, isFinal: first & 0x80 != 0, size: isWhole ? size : size | incomplete, length: length, mask: mask)
  }

  /// Set in `size` of a header whose masking key is not complete.
  private static let incomplete = 0x100

  /// Whether the whole header was there; otherwise only the length is known.
  package var isWhole: Bool { size < Self.incomplete }

  @inline(__always)
  private static func opcode(of first: UInt8) throws(Violation) -> Opcode {
    guard first & 0x70 == 0 else { throw Violation(.protocolError, "a reserved bit is set") }  // §5.2
    guard let opcode = Opcode(rawValue: first & 0x0F) else {
      throw Violation(.protocolError, "the opcode is unknown")  // §5.2
    }
    guard first & 0x80 != 0 || !opcode.isControl else {
      throw Violation(.protocolError, "a control frame is fragmented")  // §5.4
    }
    return opcode
  }

  /// §5.2: network byte order, the minimal form, the most significant bit 0.
  private static func extendedLength(_ bytes: UnsafeRawPointer, size: Int) throws(Violation) -> Int {
    if size == 2 {
      let length = Int(UInt16(bigEndian: bytes.loadUnaligned(as: UInt16.self)))
      guard length > 125 else { throw Violation(.protocolError, "a length is not minimal") }
      return length
    }
    guard let length = Int(exactly: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))) else {
      throw Violation(.protocolError, "a length has its highest bit set")
    }
    guard length > 0xFFFF else { throw Violation(.protocolError, "a length is not minimal") }
    return length
  }
}
