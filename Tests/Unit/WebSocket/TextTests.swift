import Base
import Testing

@testable import WebSocket

/// RFC 6455 §8.1: text is UTF-8, and what is not fails as early as possible.
@Suite struct TextTests {
  @Test(arguments: [
    "κόσμε", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}",
  ])
  func `text of all lengths of characters comes out, wherever it is cut`(text: String) {
    #expect(Dripping.decode(Frame.text(text).masked).events == [.text(text)])
    let long = String(repeating: "abcdefgh" + text, count: 20)
    #expect(Dripping.decode(Frame.text(long).masked).events == [.text(long)])
    for cut in 0...text.utf8.count {
      let bytes = Array(text.utf8)
      let frames = [Frame(0x01, Array(bytes[..<cut])), Frame(0x80, Array(bytes[cut...]))]
      #expect(Dripping.decode(frames.flatMap(\.masked)).events == [.text(text)])
    }
  }

  @Test(
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
      [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xFE],
      [0xFF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xC3, 0x28], [0xE2, 0x28, 0xA1], [0xF0, 0x9F, 0x28, 0x80],
      [0xF8, 0x88, 0x80, 0x80, 0x80], [0x61, 0xE9],
    ] as [[UInt8]])
  func `bytes that are no text fail with 1007`(bytes: [UInt8]) {
    #expect(Dripping.decode(Frame(0x81, bytes).masked).events == [.failed(1007)])
    #expect(Dripping.decode(Frame(0x81, Array("0123456789".utf8) + bytes).masked).events == [.failed(1007)])
    let frames = [Frame(0x01, Array("abc".utf8)), Frame(0x80, bytes)]
    #expect(Dripping.decode(frames.flatMap(\.masked)).events == [.failed(1007)])
    #expect(Dripping.decode(Frame(0x82, bytes).masked).events == [.binary(bytes)])
  }

  @Test func `a byte that can't be text fails before the rest has come`() {
    // A surrogate is told by its second byte.
    let frame = Frame(0x81, [0x61, 0xED, 0xA0, 0x80, 0x62, 0x62]).masked
    #expect(Dripping.decode(Array(frame.prefix(2 + 4 + 2))).events == [])
    #expect(Dripping.decode(Array(frame.prefix(2 + 4 + 3))).events == [.failed(1007)])
    let fragments = Frame(0x01, [0xF4]).masked + Frame(0x00, [0x90]).masked
    #expect(Dripping.decode(fragments).events == [.failed(1007)])
  }

  @Test func `the validator agrees with the standard library on whatever is near an edge`() {
    var random = SplitMix64(seed: 1)
    let edges: [UInt8] = [
      0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4,
    ]
    for _ in 0..<200_000 {
      let bytes = (0..<Int.random(in: 1...12, using: &random)).map { _ in edges.randomElement(using: &random) ?? 0 }
      var validator = TextValidator()
      let accepted = bytes.withUnsafeBytes { validator.accept($0) } && validator.isComplete
      if accepted != (String(validating: bytes, as: UTF8.self) != nil) { Issue.record("\(bytes)") }
    }
  }
}
