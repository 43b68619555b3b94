/// Bytes that are written once and read by many: one writer appends, every reader holds a `ByteSlice` of what was
/// there before.
///
/// The memory never moves and never shrinks, so that a slice stays valid for as long as the buffer lives, whatever is
/// appended behind it. A room's messages of one loop turn are framed once into such a buffer, and each member's outbox
/// holds a slice of it: a delivery copies nothing but a reference.
///
/// Confined to the thread that made it.
package final class SharedBuffer {
  /// How many bytes fit, in all.
  package let capacity: Int
  /// How many bytes have been written.
  package private(set) var count = 0
  @usableFromInline let base: UnsafeMutableRawPointer

  /// - Parameter capacity: bytes; at least 1 is reserved. A slice's offsets are 32 bits wide, which bounds a buffer
  ///   to 4 GiB.
  package init(capacity: Int) {
    precondition(capacity <= Int(UInt32.max), "a shared buffer's offsets are 32 bits wide")
    self.capacity = max(capacity, 1)
    base = UnsafeMutableRawPointer.allocate(byteCount: self.capacity, alignment: 16)
  }

  deinit { base.deallocate() }

  /// How many bytes can still be appended.
  package var remaining: Int { capacity - count }

  /// Appends `bytes`, which must fit into `remaining`.
  package func append(_ bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count <= remaining, "a shared buffer does not grow")
    if let source = bytes.baseAddress { (base + count).copyMemory(from: source, byteCount: bytes.count) }
    count += bytes.count
  }

  /// Appends `bytes`, which must fit into `remaining`.
  package func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { append($0) }
  }

  /// The bytes from `start` up to `end`, both counted from the buffer's beginning.
  package func slice(from start: Int, to end: Int) -> ByteSlice {
    precondition(0 <= start && start <= end && end <= count, "a slice lies within what was written")
    return ByteSlice(buffer: self, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end))
  }
}
