import Testing

@testable import HTTP

@Suite struct ResponseDecoderTests {
  @Test func `responses come out one after the other`() {
    let outcome = decode(
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 404\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "3\r\nabc\r\n0\r\n\r\nHTTP/1.1 204 No Content\r\n\r\nHTTP/1.0 304 \r\nContent-Length: 9\r\n\r\n")
    #expect(outcome.responses.map(\.status) == [200, 404, 204, 304])
    #expect(outcome.responses.map { String(decoding: $0.body, as: UTF8.self) } == ["hi", "abc", "", ""])
  }

  @Test func `interim responses are skipped, but 101 is final and what follows it kept`() {
    let outcome = decode(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: a\r\n\r\nHTTP/1.1 101 Go\r\n\r\n\u{1}\u{2}")
    #expect(outcome.responses.map(\.status) == [101] && outcome.remainder == [1, 2])
  }

  @Test func `the answer to HEAD has no body whatever its length says`() {
    let text = "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"
    let outcome = Dripping.responses(Array((text + text).utf8), answersHead: true)
    #expect(outcome.responses.count == 2)
  }

  @Test func `a body without length ends with the connection`() {
    let bytes = Array("HTTP/1.1 200 OK\r\n\r\nhello".utf8)
    #expect(Dripping.responses(bytes).responses.isEmpty)
    #expect(Dripping.responses(bytes, closed: true).responses.first?.body == Array("hello".utf8))
  }

  @Test(arguments: ["H", "HTTP/1.1 200 OK\r\nA", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab"])
  func `a response that is cut off is an error`(text: String) {
    #expect(Dripping.responses(Array(text.utf8), closed: true).error?.status == 502)
    #expect(decode(text).error == nil)
  }

  @Test(arguments: [
    "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1  200 OK\r\n\r\n",
    "HTTP/1.1 099 OK\r\n\r\n", "200 OK\r\n\r\n", "HTTP/1.1 200 O\u{0}K\r\n\r\n", "HTTP/1.1 200 OK\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
    "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
  ])
  func `what is malformed is refused as the server's mistake`(text: String) {
    #expect(decode(text).error?.status == 502)
  }

  @Test func `a body without length is limited too`() {
    let text = "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "a", count: 65_537)
    #expect(decode(text).error?.status == 502)
  }

  private func decode(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> Outcome {
    Dripping.responses(Array(text.utf8), sourceLocation: sourceLocation)
  }
}
