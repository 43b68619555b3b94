import Testing

@testable import HTTPSCalls

@Suite struct TunnelHeadTests {
  private static let lines = ["CONNECT a:443 HTTP/1.1", "Host: a:443", "proxy-AUTHORIZATION: \t Basic eA==\t", "X: y"]

  @Test func `a head tells whom a client wants, and what it proves itself by`() throws {
    let head = try #require(TunnelHead(Self.lines.joined(separator: "\r\n")))
    #expect(head.target == "a:443" && head.authorization == "Basic eA==")
    #expect(try #require(TunnelHead("CONNECT [::1]:443 HTTP/1.1")).authorization == nil)
    #expect(try #require(TunnelHead("CONNECT a:1 HTTP/1.1\r\nProxy-Authorization: \t")).authorization == "")
  }

  @Test(arguments: [
    "", "CONNECT", "GET / HTTP/1.1", "CONNECT a:443 HTTP/1.0", "CONNECT a:443  HTTP/1.1", "connect a:443 HTTP/1.1",
    "\r\nCONNECT a:443 HTTP/1.1", "CONNECT  HTTP/1.1", "CONNECT a\t:443 HTTP/1.1", "CONNECT a\n:443 HTTP/1.1",
  ])
  func `anything else is no head`(_ text: String) { #expect(TunnelHead(text) == nil) }

  /// A blank with a mark on it is another character than a blank, and K of Kelvin's the same as K.
  @Test(arguments: ["CONNECT \u{301}a:443 HTTP/1.1", "CONNECT \u{212A}:443 HTTP/1.1", "CONNECT k:443 HTTP/1.1\r\nX: ü"])
  func `a head is of ASCII`(_ text: String) { #expect(TunnelHead(text) == nil) }

  @Test(arguments: [
    "Proxy-Authorization: a\r\nproxy-authorization: a", "Proxy-Authorization : a", " Proxy-Authorization: a", "X", "",
    "X: a\nProxy-Authorization: b", "X: a\rb", ": a", "X: \0",
  ])
  func `what could be read in two ways is no head`(_ fields: String) {
    #expect(TunnelHead("CONNECT a:443 HTTP/1.1\r\n" + fields) == nil)
  }

  private func read(_ text: String, by size: Int) throws -> (head: TunnelHead?, rest: String) {
    var decoder = TunnelHeadDecoder()
    var head: TunnelHead?
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: size) {
      Array(bytes[start...].prefix(size)).withUnsafeBytes { decoder.append($0) }
      head = try head ?? decoder.next()
    }
    return (head, String(decoding: decoder.takeRemainder(), as: UTF8.self))
  }

  @Test(arguments: [1, 2, 3, 5, 1_000])
  func `a head is read however it comes, up to its empty line`(_ size: Int) throws {
    let text = Self.lines.joined(separator: "\r\n")
    #expect(try read(text + "\r\n\r\nProxy-Authorization: x\r\n\r\n", by: size).head == TunnelHead(text))
    #expect(try read(text + "\r\n\r\nmore", by: size).rest == "more")
    #expect(try read(text + "\r\n\r", by: size).head == nil)
  }

  @Test(arguments: [1, 7, 10_000])
  func `the longest head is read, and a longer one refused`(_ size: Int) throws {
    let begin = "CONNECT a:443 HTTP/1.1\r\nX: "
    let most = 4_096 - begin.utf8.count - 4
    #expect(try read(begin + String(repeating: "x", count: most) + "\r\n\r\n", by: size).head?.target == "a:443")
    #expect(throws: TunnelHeadDecoder.Mistake.tooLong) {
      try self.read(begin + String(repeating: "x", count: most + 1) + "\r\n\r\n", by: size)
    }
  }

  @Test func `what was refused stays refused`() {
    var decoder = TunnelHeadDecoder()
    for text in ["GET / HTTP/1.1\r\n\r\n", "CONNECT a:443 HTTP/1.1\r\n\r\n"] {
      Array(text.utf8).withUnsafeBytes { decoder.append($0) }
      #expect(throws: TunnelHeadDecoder.Mistake.malformed) { try decoder.next() }
    }
  }
}
