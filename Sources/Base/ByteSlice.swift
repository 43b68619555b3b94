/// A stretch of a `SharedBuffer`, kept alive by holding it: sixteen bytes, no copy.
package struct ByteSlice {
  package let buffer: SharedBuffer
  /// Offsets into `buffer`; `start <= end <= buffer.count`.
  package private(set) var start: UInt32
  package private(set) var end: UInt32

  init(buffer: SharedBuffer, start: UInt32, end: UInt32) {
    self.buffer = buffer
    self.start = start
    self.end = end
  }

  /// A slice of a buffer of its own, holding a copy of `bytes`.
  package init(copying bytes: some Collection<UInt8>) {
    let array = Array(bytes)
    let buffer = SharedBuffer(capacity: array.count)
    buffer.append(array)
    self.init(buffer: buffer, start: 0, end: UInt32(truncatingIfNeeded: array.count))
  }

  package var count: Int { Int(end - start) }
  package var isEmpty: Bool { start == end }

  /// The bytes themselves, valid for as long as the slice is held.
  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: buffer.base + Int(start), count: count)
  }

  /// Leaves out the first `count` bytes, which have been dealt with.
  package mutating func dropFirst(_ count: Int) {
    precondition(0 <= count && count <= self.count, "no more can be dropped than is there")
    start += UInt32(truncatingIfNeeded: count)
  }

  /// Extends this slice by `next` if that begins in the same buffer where this ends. An outbox that is behind so holds
  /// one slice for a run of deliveries.
  /// - Returns: whether it did.
  package mutating func extend(by next: ByteSlice) -> Bool {
    guard next.buffer === buffer, next.start == end else { return false }
    end = next.end
    return true
  }
}
