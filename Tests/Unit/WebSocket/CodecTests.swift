import Testing

@testable import WebSocket

/// What a codec costs, and its masks.
@Suite struct CodecTests {
  @Test func `an idle codec is small`() {
    #expect(MemoryLayout<Codec>.size <= 48)
  }

  @Test func `heap state goes with the message that needed it`() {
    let codec = Side(.server)
    _ = codec.events(Frame.text("hello", fin: false).masked)
    #expect(codec.isMidMessage)
    #expect(codec.events(Frame.more("", fin: true).masked) == [.text("hello")])
    #expect(!codec.isMidMessage)
  }

  @Test func `a message whole in the receive buffer is not copied`() {
    var codec = Codec(role: .server)
    var bytes = Frame.text("hello").masked
    bytes.withUnsafeMutableBytes { buffer in
      codec.receive(buffer) { event in
        guard case .text(let text) = event, let start = text.baseAddress, let base = buffer.baseAddress else {
          return #expect(Bool(false), "no text")
        }
        #expect(start == UnsafeRawPointer(base + 6))
      }
    }
  }

  @Test func `an announced length reserves nothing`() {
    let buffer = PayloadBuffer()
    [UInt8](repeating: 1, count: 10).withUnsafeBytes { buffer.append($0, bound: 1 << 40) }
    #expect(buffer.count == 10)
  }

  @Test(arguments: 0..<5) func `a mask applies from any offset to any length`(offset: Int) {
    let key: [UInt8] = [0xA1, 0x02, 0xF3, 0x84]
    let word = key.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
    for count in 0..<100 {
      var bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 11) }
      let expected = bytes.enumerated().map { $1 ^ key[($0 + offset) % 4] }
      let isASCII = bytes.withUnsafeMutableBytes { Mask.apply(word, to: $0, offset: offset) }
      #expect(bytes == expected && isASCII == expected.allSatisfy { $0 < 0x80 })
    }
  }

  @Test(arguments: [0, 125, 126, 65_535, 65_536]) func `§5.2 a header of ours has the shortest length`(count: Int) {
    var bytes: [UInt8] = []
    FrameHeader.append(.binary, length: count, to: &bytes)
    bytes += [UInt8](repeating: 1, count: count)
    #expect(bytes == Frame(0x82, [UInt8](repeating: 1, count: count)).plain)
  }
}
