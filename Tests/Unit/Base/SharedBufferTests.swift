import Testing

@testable import Base

@Suite("A shared buffer and its slices")
struct SharedBufferTests {
  @Test("A slice stays what it was, whatever is appended behind it")
  func slicesAreStable() {
    let buffer = SharedBuffer(capacity: 8)
    buffer.append([1, 2, 3])
    let slice = buffer.slice(from: 1, to: 3)
    buffer.append([4, 5, 6, 7, 8])
    #expect(copy(slice) == [2, 3])
    #expect(buffer.count == 8)
    #expect(buffer.remaining == 0)
  }

  @Test("A slice keeps the buffer's memory alive")
  func slicesKeepTheBuffer() {
    func make() -> ByteSlice {
      let buffer = SharedBuffer(capacity: 3)
      buffer.append([7, 8, 9])
      return buffer.slice(from: 0, to: 3)
    }
    #expect(copy(make()) == [7, 8, 9])
  }

  @Test("A slice of a buffer of its own holds a copy")
  func copies() {
    var bytes: [UInt8] = [1, 2]
    let slice = ByteSlice(copying: bytes)
    bytes[0] = 9
    #expect(copy(slice) == [1, 2])
    #expect(ByteSlice(copying: []).isEmpty)
  }

  @Test("Dropping what was written leaves the rest")
  func dropping() {
    var slice = ByteSlice(copying: [1, 2, 3, 4])
    slice.dropFirst(3)
    #expect(copy(slice) == [4])
    slice.dropFirst(1)
    #expect(slice.isEmpty && slice.count == 0)
  }

  @Test("Adjoining slices of one buffer become one; others do not")
  func extending() {
    let buffer = SharedBuffer(capacity: 6)
    buffer.append([1, 2, 3, 4, 5, 6])
    var slice = buffer.slice(from: 0, to: 2)
    let follows = slice.extend(by: buffer.slice(from: 2, to: 4))
    let leavesAHole = slice.extend(by: buffer.slice(from: 5, to: 6))
    let comesFromElsewhere = slice.extend(by: ByteSlice(copying: [5, 6]))
    #expect(follows && !leavesAHole && !comesFromElsewhere)
    #expect(copy(slice) == [1, 2, 3, 4])
  }

  @Test("A slice costs sixteen bytes")
  func size() {
    #expect(MemoryLayout<ByteSlice>.size == 16)
  }

  /// A slice's bytes, which are valid only for as long as it is held.
  private func copy(_ slice: ByteSlice) -> [UInt8] {
    withExtendedLifetime(slice) { Array(slice.bytes) }
  }
}
