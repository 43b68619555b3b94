import Base
import Glibc
import Testing

@testable import EventLoop

@Suite("The outbox")
struct OutboxTests {
  private func bytes(of outbox: Outbox) -> [UInt8] {
    let vectors = UnsafeMutableBufferPointer<iovec>.allocate(capacity: 10_000)
    defer { vectors.deallocate() }
    let filled = outbox.gather(into: vectors)
    return vectors.prefix(filled.slices).flatMap {
      Array(UnsafeRawBufferPointer(start: $0.iov_base, count: $0.iov_len))
    }
  }

  @Test("contiguous slices of one buffer become one")
  func merging() {
    let buffer = SharedBuffer(capacity: 100)
    buffer.append(Array(0..<60))
    var outbox = Outbox()
    for start in stride(from: 0, to: 60, by: 10) { outbox.append(buffer.slice(from: start, to: start + 10)) }
    #expect(outbox.hasOneSlice)
    #expect(outbox.count == 60)
    #expect(bytes(of: outbox) == Array(0..<60))
  }

  @Test("whatever is appended and sent in whatever pieces comes out in order")
  func randomPieces() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      var outbox = Outbox()
      var expected: [UInt8] = []
      for _ in 0..<300 {
        let piece = (0..<Int.random(in: 1...40, using: &generator)).map { _ in UInt8.random(in: 0...255) }
        outbox.append(ByteSlice(copying: piece))
        expected += piece
        let sent = Int.random(in: 0...min(expected.count, 45), using: &generator)
        outbox.consume(sent)
        expected.removeFirst(sent)
        #expect(outbox.count == expected.count)
      }
      #expect(bytes(of: outbox) == expected)
      outbox.consume(expected.count)
      #expect(outbox.isEmpty && outbox.count == 0)
    }
  }
}
