import Testing

@testable import WebSocket

@Suite struct CodecTests {
  @Test func `an idle codec is small`() {
    #expect(MemoryLayout<Codec>.size <= 48)
  }

  @Test func `the example of RFC 6455 §1.3 gives its accept key`() {
    #expect(Handshake.acceptKey(for: "dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
  }
}
