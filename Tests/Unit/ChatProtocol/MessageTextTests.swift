import Testing

@testable import ChatProtocol

@Suite struct MessageTextTests {
  @Test func `text with line breaks, tabs and any script may be sent`() {
    for text in ["a", " ", "a\nb\tc", "Grüße 👋🏽", "\u{C2}\u{A0}", "\u{A0}", "â\u{20AC}", "שלום"] {
      #expect(MessageText.refusal(of: text, limit: 100) == nil, "\(text.debugDescription)")
    }
  }

  @Test func `other control characters are refused, wherever they stand`() {
    let controls = (0x00...0x1F).filter { $0 != 0x09 && $0 != 0x0A } + Array(0x7F...0x9F)
    for scalar in controls.compactMap(Unicode.Scalar.init(_:)) {
      for text in ["\(scalar)", "a\(scalar)", "\(scalar)a", "ä\(scalar)ä"] {
        #expect(MessageText.refusal(of: text, limit: 100)?.code == .badRequest, "\(text.debugDescription)")
      }
    }
  }

  @Test func `an empty text says nothing, and a long one is too large`() {
    #expect(MessageText.refusal(of: "", limit: 4)?.code == .badRequest)
    #expect(MessageText.refusal(of: "äöü👋", limit: 4) == nil)
    #expect(MessageText.refusal(of: "12345", limit: 4)?.code == .tooLarge)
    #expect(MessageText.refusal(of: "äöü👋x", limit: 4)?.code == .tooLarge)
  }

  /// FNV-1a's published values for "" and "foobar" in 64 bits, in base 36.
  @Test func `a text's digest is FNV-1a`() {
    #expect(ContentDigest.text("") == String(0xCBF2_9CE4_8422_2325 as UInt64, radix: 36))
    #expect(ContentDigest.text("foobar") == String(0x8594_4171_F739_67E8 as UInt64, radix: 36))
  }
}
