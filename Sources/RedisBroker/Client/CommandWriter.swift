import Base

/// Writes commands as Redis reads them: arrays of length-prefixed strings, so that no content can become a command.
///
/// They are laid one behind the other into shared buffers, so that what a turn sends leaves in one system call, and a
/// command can be sent again as long as its slice is held.
struct CommandWriter: ~Copyable {
  /// Bytes of a buffer; a longer command gets one of its own.
  static let bufferSize = 64 * 1024

  /// The command that is being written, whose length is not known yet.
  private var scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 16)
  private var used = 0
  private var buffer = SharedBuffer(capacity: bufferSize)

  init() {}

  deinit { scratch.deallocate() }

  /// Begins a command of `count` arguments, which follow.
  mutating func begin(_ count: Int) {
    if scratch.count > Self.bufferSize {
      scratch.deallocate()
      scratch = .allocate(byteCount: 4_096, alignment: 16)
    }
    used = 0
    head(UInt8(ascii: "*"), count)
  }

  /// The command that was begun.
  mutating func end() -> ByteSlice {
    if buffer.remaining < used { buffer = SharedBuffer(capacity: max(Self.bufferSize, used)) }
    let start = buffer.count
    buffer.append(UnsafeRawBufferPointer(rebasing: scratch[..<used]))
    return buffer.slice(from: start, to: buffer.count)
  }

  mutating func add(_ text: String) {
    head(UInt8(ascii: "$"), text.utf8.count)
    append(text)
    newline()
  }

  /// One argument of two parts.
  mutating func add(_ text: String, _ tail: StaticString) {
    head(UInt8(ascii: "$"), text.utf8.count + tail.utf8CodeUnitCount)
    append(text)
    append(UnsafeRawBufferPointer(start: tail.utf8Start, count: tail.utf8CodeUnitCount))
    newline()
  }

  mutating func add(_ text: StaticString) {
    head(UInt8(ascii: "$"), text.utf8CodeUnitCount)
    append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    newline()
  }

  mutating func add(_ bytes: [UInt8]) {
    head(UInt8(ascii: "$"), bytes.count)
    bytes.withUnsafeBytes { append($0) }
    newline()
  }

  /// One argument of a line of text and bytes.
  mutating func add(_ text: String, _ bytes: [UInt8]) {
    head(UInt8(ascii: "$"), text.utf8.count + bytes.count)
    append(text)
    bytes.withUnsafeBytes { append($0) }
    newline()
  }

  mutating func add(_ number: some FixedWidthInteger) { add(String(number)) }

  // MARK: - Bytes

  private mutating func append(_ text: String) {
    if text.utf8.withContiguousStorageIfAvailable({ append(UnsafeRawBufferPointer($0)) }) == nil {
      Array(text.utf8).withUnsafeBytes { append($0) }
    }
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer) {
    reserve(bytes.count)
    if let target = scratch.baseAddress, let source = bytes.baseAddress {
      (target + used).copyMemory(from: source, byteCount: bytes.count)
    }
    used += bytes.count
  }

  /// A mark and a count, which is never negative, and the line's end.
  private mutating func head(_ mark: UInt8, _ count: Int) {
    reserve(32)
    put(mark)
    if count >= 1_000 {
      for digit in String(count).utf8 { put(digit) }
    } else {
      if count >= 100 { put(digit: count / 100) }
      if count >= 10 { put(digit: count / 10 % 10) }
      put(digit: count % 10)
    }
    put(0x0D)
    put(0x0A)
  }

  private mutating func newline() {
    reserve(2)
    put(0x0D)
    put(0x0A)
  }

  private mutating func put(digit: Int) { put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)) }

  private mutating func put(_ byte: UInt8) {
    scratch[used] = byte
    used += 1
  }

  private mutating func reserve(_ count: Int) {
    guard scratch.count - used < count else { return }
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(scratch.count * 2, used + count), alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: scratch[..<used]))
    scratch.deallocate()
    scratch = larger
  }
}
