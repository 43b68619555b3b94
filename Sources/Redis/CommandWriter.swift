import Bytes

/// Writes commands as Redis reads them: arrays of length-prefixed strings, so that no content can become a command.
///
/// They are laid one behind the other into shared buffers, so that what a turn sends leaves in one system call, and a
/// command can be sent again as long as its slice is held.
struct CommandWriter {
  /// Bytes of a buffer; a longer command gets one of its own.
  static let bufferSize = 64 * 1024

  private var scratch: [UInt8] = []
  private var buffer = SharedBuffer(capacity: bufferSize)

  init() { scratch.reserveCapacity(4_096) }

  /// Begins a command of `count` arguments, which follow.
  mutating func begin(_ count: Int) {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(UInt8(ascii: "*"))
    line(count)
  }

  /// The command that was begun.
  mutating func end() -> ByteSlice {
    if buffer.remaining < scratch.count { buffer = SharedBuffer(capacity: max(Self.bufferSize, scratch.count)) }
    let start = buffer.count
    buffer.append(scratch)
    return buffer.slice(from: start, to: buffer.count)
  }

  mutating func add(_ text: String) {
    length(text.utf8.count)
    scratch.append(contentsOf: text.utf8)
    newline()
  }

  /// One argument of two parts.
  mutating func add(_ text: String, _ tail: StaticString) {
    length(text.utf8.count + tail.utf8CodeUnitCount)
    scratch.append(contentsOf: text.utf8)
    append(tail)
    newline()
  }

  mutating func add(_ text: StaticString) {
    length(text.utf8CodeUnitCount)
    append(text)
    newline()
  }

  mutating func add(_ bytes: [UInt8]) {
    length(bytes.count)
    scratch.append(contentsOf: bytes)
    newline()
  }

  /// One argument of a line of text and bytes.
  mutating func add(_ text: String, _ bytes: [UInt8]) {
    length(text.utf8.count + bytes.count)
    scratch.append(contentsOf: text.utf8)
    scratch.append(contentsOf: bytes)
    newline()
  }

  mutating func add(_ number: some FixedWidthInteger) { add(String(number)) }

  private mutating func append(_ text: StaticString) {
    scratch.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func length(_ count: Int) {
    scratch.append(UInt8(ascii: "$"))
    line(count)
  }

  /// A count, which is never negative, and the line's end.
  private mutating func line(_ count: Int) {
    if count < 10 {
      scratch.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: count))
    } else if count < 100 {
      scratch.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: count / 10))
      scratch.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: count % 10))
    } else {
      scratch.append(contentsOf: String(count).utf8)
    }
    newline()
  }

  private mutating func newline() {
    scratch.append(0x0D)
    scratch.append(0x0A)
  }
}
