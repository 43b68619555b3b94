import Base

/// Writes commands as Redis reads them: arrays of length-prefixed strings, so that no content can become a command.
///
/// They are laid one behind the other into shared buffers, so that what a turn sends leaves in one system call, and a
/// command can be sent again as long as its slice is held.
///
/// How many arguments there are is counted as they are added, and written before them in the end.
package struct CommandWriter: ~Copyable {
  /// Bytes of a buffer; a longer command gets one of its own.
  private static let bufferSize = 64 * 1024
  /// Bytes left free for what precedes the arguments: an array's head and `EVALSHA` with its digest take less than 90.
  private static let headroom = 96

  /// The command that is being written, whose length is not known yet.
  private var scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 16)
  private var used = headroom
  private var count = 0
  private var keyCount = 0
  private var buffer = SharedBuffer(capacity: bufferSize)

  init() {}

  deinit { scratch.deallocate() }

  /// The command that `write` adds the words of.
  mutating func command(_ write: (inout CommandWriter) -> Void) -> ByteSlice {
    begin()
    write(&self)
    return end(words: 0) { _ in }
  }

  /// The call of a script, to which `write` adds the keys and then the arguments.
  mutating func call(_ script: RedisScript, _ write: (inout CommandWriter) -> Void) -> ByteSlice {
    begin()
    write(&self)
    let keys = keyCount
    return end(words: 3) { writer in
      writer.add("EVALSHA" as StaticString)
      writer.add(script.digest)
      writer.add(keys)
    }
  }

  private mutating func begin() {
    if scratch.count > Self.bufferSize {
      scratch.deallocate()
      scratch = .allocate(byteCount: 4_096, alignment: 16)
    }
    used = Self.headroom
    count = 0
    keyCount = 0
  }

  /// Puts the array's head and the first words before what was written.
  private mutating func end(words: Int, _ write: (inout CommandWriter) -> Void) -> ByteSlice {
    let end = used
    head(UInt8(ascii: "*"), count + words)
    write(&self)
    let start = Self.headroom - (used - end)
    // At most two dozen words long: what lies behind the arguments is moved before them.
    for index in 0..<(used - end) { scratch[start + index] = scratch[end + index] }
    return slice(start..<end)
  }

  private mutating func slice(_ range: Range<Int>) -> ByteSlice {
    if buffer.remaining < range.count { buffer = SharedBuffer(capacity: max(Self.bufferSize, range.count)) }
    let start = buffer.count
    buffer.append(UnsafeRawBufferPointer(rebasing: scratch[range]))
    return buffer.slice(from: start, to: buffer.count)
  }

  // MARK: - Keys, before any argument

  package mutating func key(_ text: String) {
    keyCount += 1
    add(text)
  }

  /// One key of two parts.
  package mutating func key(_ text: String, _ tail: StaticString) {
    keyCount += 1
    add(text, tail)
  }

  // MARK: - Arguments

  package mutating func add(_ text: String) {
    argument(text.utf8.count)
    append(text)
    newline()
  }

  /// One argument of two parts.
  package mutating func add(_ text: String, _ tail: StaticString) {
    argument(text.utf8.count + tail.utf8CodeUnitCount)
    append(text)
    append(UnsafeRawBufferPointer(start: tail.utf8Start, count: tail.utf8CodeUnitCount))
    newline()
  }

  package mutating func add(_ text: StaticString) {
    argument(text.utf8CodeUnitCount)
    append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    newline()
  }

  package mutating func add(_ bytes: [UInt8]) {
    argument(bytes.count)
    bytes.withUnsafeBytes { append($0) }
    newline()
  }

  /// One argument of a line of text and bytes.
  package mutating func add(_ text: String, _ bytes: [UInt8]) {
    argument(text.utf8.count + bytes.count)
    append(text)
    bytes.withUnsafeBytes { append($0) }
    newline()
  }

  package mutating func add(_ number: some FixedWidthInteger) { add(String(number)) }

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

  private mutating func argument(_ length: Int) {
    count += 1
    head(UInt8(ascii: "$"), length)
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
