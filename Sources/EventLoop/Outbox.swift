import Base
import Glibc

/// What waits to be sent on one stream, as references to shared bytes.
///
/// The common case, one slice a turn, lies inline and allocates nothing; contiguous slices of one buffer become one. The
/// array exists only while more than one slice waits. The outbox itself does no I/O: it shows its front (`gather`) and
/// forgets what was sent (`consume`), so that another way of sending can take the place of `sendmsg`.
struct Outbox {
  private(set) var first: ByteSlice?
  private var rest: [ByteSlice] = []
  /// Bytes in all.
  private(set) var count = 0
  /// How many slices at the beginning of `rest` have moved to `first`.
  private var taken: UInt32 = 0

  var isEmpty: Bool { first == nil }
  var hasOneSlice: Bool { rest.isEmpty }

  /// Adds a slice that is not empty.
  @inline(__always)
  mutating func append(_ slice: ByteSlice) {
    count += slice.count
    if first == nil {
      first = slice
    } else {
      appendBehindFirst(slice)
    }
  }

  private mutating func appendBehindFirst(_ slice: ByteSlice) {
    if rest.isEmpty {
      if first?.extend(by: slice) != true { rest = [slice] }
    } else if !rest[rest.count - 1].extend(by: slice) {
      rest.append(slice)
    }
  }

  /// Forgets everything.
  mutating func removeAll() {
    first = nil
    rest = []
    count = 0
    taken = 0
  }

  /// Fills `vectors` with the slices from the front on.
  /// - Returns: how many it filled, and their bytes in all.
  func gather(into vectors: UnsafeMutableBufferPointer<iovec>) -> (slices: Int, bytes: Int) {
    guard let first else { return (0, 0) }
    vectors[0] = Self.vector(first)
    var (filled, bytes) = (1, first.count)
    for slice in rest[Int(taken)...].prefix(vectors.count - 1) {
      vectors[filled] = Self.vector(slice)
      filled += 1
      bytes += slice.count
    }
    return (filled, bytes)
  }

  private static func vector(_ slice: ByteSlice) -> iovec {
    iovec(iov_base: UnsafeMutableRawPointer(mutating: slice.bytes.baseAddress), iov_len: slice.count)
  }

  /// Forgets the first `sent` bytes, at most `count`.
  mutating func consume(_ sent: Int) {
    if sent == count { return removeAll() }
    var left = sent
    count -= sent
    while let size = first?.count, left >= size {
      left -= size
      advance()
    }
    if left > 0 { first?.dropFirst(left) }
  }

  private mutating func advance() {
    guard Int(taken) < rest.count else {
      first = nil
      rest = []
      taken = 0
      return
    }
    first = rest[Int(taken)]
    taken += 1
    if Int(taken) == rest.count {
      rest = []
      taken = 0
    } else if taken >= 64, Int(taken) * 2 >= rest.count {
      // Keeps sent slices, and the buffers behind them, from piling up under an outbox that never gets empty.
      rest.removeFirst(Int(taken))
      taken = 0
    }
  }
}
