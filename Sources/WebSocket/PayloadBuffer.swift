/// The payload of a message that does not lie whole in the receive buffer. Its memory grows with what has come, never
/// with what was announced: a header alone costs a peer's victim nothing.
final class PayloadBuffer {
  private(set) var count = 0
  private var capacity = 0
  private var base: UnsafeMutableRawPointer?

  /// The least that is reserved at a time, if so much is to come.
  private static let step = 4096

  deinit { base?.deallocate() }

  /// What is held; valid until the next `append`.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// - Parameter bound: the most that this buffer can come to hold; no more than that is reserved.
  func append(_ bytes: UnsafeRawBufferPointer, bound: Int) {
    guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
    let (needed, overflow) = count.addingReportingOverflow(bytes.count)
    precondition(!overflow, "a message is bounded by its limit")
    if needed > capacity { grow(to: max(needed, min(bound, max(capacity.saturatingDouble, Self.step)))) }
    base?.advanced(by: count).copyMemory(from: source, byteCount: bytes.count)
    count = needed
  }

  private func grow(to newCapacity: Int) {
    let larger = UnsafeMutableRawPointer.allocate(byteCount: newCapacity, alignment: 16)
    if let base {
      larger.copyMemory(from: base, byteCount: count)
      base.deallocate()
    }
    base = larger
    capacity = newCapacity
  }

  func removeAll() { count = 0 }
}

extension Int {
  fileprivate var saturatingDouble: Int {
    let (double, overflow) = multipliedReportingOverflow(by: 2)
    return overflow ? .max : double
  }
}
