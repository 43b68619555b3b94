import Testing

@testable import WebSocket

/// RFC 6455 §5: frames, masks, fragments.
@Suite struct FramingTests {
  @Test func `§5.7 the examples are read as the RFC says`() {
    let hello: [Kept] = [.text("Hello")]
    #expect(Dripping.decode([0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F], role: .client).events == hello)
    let masked: [UInt8] = [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
    #expect(Dripping.decode(masked).events == hello)
    let fragmented: [UInt8] = [0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F]
    #expect(Dripping.decode(fragmented, role: .client).events == hello)
    let ping = Dripping.decode([0x8A, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
    #expect(ping.events == [.pong(Array("Hello".utf8))] && ping.output.isEmpty)
  }

  @Test(arguments: [0, 1, 2, 3, 7, 8, 9, 31, 32, 33, 125, 126, 127, 1000, 65_535, 65_536, 70_000])
  func `§5.2 a message of every form of length comes out whole`(count: Int) {
    let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let limits = CodecLimits(message: 1 << 20)
    let frame = Frame(0x82, payload)
    #expect(Dripping.decode(frame.masked, limits: limits).events == [.binary(payload)])
    #expect(Dripping.decode(frame.plain, role: .client, limits: limits).events == [.binary(payload)])
    #expect(Dripping.decode(Frame(0x81, payload.map { $0 & 0x7F }).masked, limits: limits).events.count == 1)
  }

  @Test(arguments: [0x10, 0x20, 0x40, 0x70] as [UInt8]) func `§5.2 a reserved bit fails the connection`(bits: UInt8) {
    expectFailure(1002, Frame(0x81 | bits, [1]).masked)
    expectFailure(1002, [0x81 | bits])
  }

  @Test(arguments: [3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF] as [UInt8])
  func `§5.2 an unknown opcode fails the connection`(opcode: UInt8) {
    expectFailure(1002, Frame(0x80 | opcode, [1]).masked)
    expectFailure(1002, [0x80 | opcode])
  }

  @Test func `§5.2 a length that is not minimal fails the connection`() {
    for length: [UInt8] in [
      [254, 0, 0], [254, 0, 125], [255, 0, 0, 0, 0, 0, 0, 0, 5], [255, 0, 0, 0, 0, 0, 0, 255, 255],
    ] {
      expectFailure(1002, [0x82] + length + [1, 2, 3, 4])
    }
    #expect(Dripping.decode([0x82, 254, 0, 126, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 126)).events.count == 1)
  }

  @Test func `§5.2 a length of 64 bits fails the connection`() {
    expectFailure(1002, [0x82, 255, 0x80, 0, 0, 0, 0, 0, 0, 0])
    expectFailure(1002, [0x82, 255, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
  }

  @Test func `§5.1 a client must mask and a server must not`() {
    expectFailure(1002, Frame.text("a").plain)
    expectFailure(1002, Frame.text("a").masked, role: .client)
    expectFailure(1002, [0x81, 0x01])
    expectFailure(1002, [0x81, 0x81], role: .client)
  }

  @Test(arguments: [0x8, 0x9, 0xA] as [UInt8]) func `§5.5 a control frame is short and whole`(opcode: UInt8) {
    expectFailure(1002, Frame(0x80 | opcode, [UInt8](repeating: 0x61, count: 126)).masked)
    expectFailure(1002, [0x80 | opcode, 0xFE])
    expectFailure(1002, Frame(opcode, []).masked)
  }

  @Test func `§5.4 fragments make one message, with control frames between them`() {
    let frames: [Frame] = [
      .text("a", fin: false), .ping("1"), .more("b"), .more(""), .ping("2"), .more("c", fin: true),
    ]
    let outcome = Dripping.decode(frames.flatMap(\.masked) + Frame.text("d").masked)
    #expect(outcome.events == [.ping([0x31]), .ping([0x32]), .text("abc"), .text("d")])
    #expect(outcome.output == [0x8A, 1, 0x31, 0x8A, 1, 0x32])
  }

  @Test func `§5.4 an empty message may come in empty fragments`() {
    let frames: [Frame] = [Frame(0x02, []), .more(""), .more("", fin: true)]
    #expect(Dripping.decode(frames.flatMap(\.masked)).events == [.binary([])])
    #expect(Dripping.decode(Frame.text("").masked).events == [.text("")])
  }

  @Test func `§5.4 nothing is continued that was not begun`() {
    expectFailure(1002, Frame.more("a", fin: true).masked)
    expectFailure(1002, Frame.more("a").masked)
    let done = [Frame.text("a", fin: false), .more("b", fin: true)].flatMap(\.masked)
    #expect(Dripping.decode(done + Frame.more("c").masked).events == [.text("ab"), .failed(1002)])
  }

  @Test func `§5.4 a message does not begin within another`() {
    expectFailure(1002, [Frame.text("a", fin: false), .text("b")].flatMap(\.masked))
    expectFailure(1002, [Frame.text("a", fin: false), .text("b", fin: false)].flatMap(\.masked))
  }

  @Test func `a message is refused by its header, with 1009`() {
    let limits = CodecLimits(message: 1000, fragments: 3)
    expectFailure(1009, [0x82, 254, 0x03, 0xE9], limits: limits)
    expectFailure(1009, [0x82, 255, 0x7F, 255, 255, 255, 255, 255, 255, 255], limits: limits)
    expectFailure(1009, [0x82, 255, 0, 0, 0, 1, 0, 0, 0, 0], limits: limits)
    #expect(Dripping.decode(Frame(0x82, [UInt8](repeating: 1, count: 1000)).masked, limits: limits).events.count == 1)
  }

  @Test func `the sum of a message's fragments is limited, and their count`() {
    let limits = CodecLimits(message: 4, fragments: 3)
    let three: [Frame] = [.text("a", fin: false), .more("b"), .more("c"), .more("d", fin: true)]
    #expect(Dripping.decode(three.flatMap(\.masked), limits: limits).events == [.text("abcd")])
    expectFailure(1009, [Frame.text("abc", fin: false), .more("de")].flatMap(\.masked), limits: limits)
    let four: [Frame] = [.text("", fin: false), .more(""), .more(""), .more(""), .more("", fin: true)]
    expectFailure(1009, four.flatMap(\.masked), limits: limits)
    // The count begins anew with each message.
    let twice = three.flatMap(\.masked) + three.flatMap(\.masked)
    #expect(Dripping.decode(twice, limits: limits).events == [.text("abcd"), .text("abcd")])
  }

  @Test func `after a failure nothing more comes`() {
    let outcome = Dripping.decode(Frame.text("a").masked + [0xFF] + Frame.text("b").masked)
    #expect(outcome.events == [.text("a"), .failed(1002)] && outcome.state == .closed)
    #expect(outcome.output.prefix(4).elementsEqual([0x88, outcome.output[1], 0x03, 0xEA]))
  }

  private func expectFailure(
    _ code: UInt16, _ bytes: [UInt8], role: Role = .server, limits: CodecLimits = CodecLimits(),
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let outcome = Dripping.decode(bytes, role: role, limits: limits, sourceLocation: sourceLocation)
    #expect(outcome.events == [.failed(code)], sourceLocation: sourceLocation)
    #expect(outcome.state == .closed && !outcome.output.isEmpty, sourceLocation: sourceLocation)
  }
}
