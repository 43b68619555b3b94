import Glibc
import Testing

@testable import HTTP

@Suite struct RequestDecoderTests {
  @Test(arguments: AmbiguousRequests.all) func `what is ambiguous is refused`(ambiguous: AmbiguousRequests.Case) {
    let outcome = Dripping.requests(ambiguous.bytes)
    #expect(outcome.error?.status == ambiguous.status, "\(outcome)")
    #expect(outcome.requests.isEmpty)
  }

  @Test func `the corpus of ambiguous requests is large`() {
    #expect(AmbiguousRequests.all.count >= 300)
  }

  @Test func `a request comes out with its parts`() throws {
    let outcome = decode("GET /a%20b?c=d?e HTTP/1.1\r\nHost: chat:8080\r\nX-A:  b\t\r\nx-a:c\r\nEmpty:\r\n\r\n")
    let request = try #require(outcome.requests.first)
    #expect(request.method == "GET" && request.target == "/a%20b?c=d?e" && request.minorVersion == 1)
    #expect(request.path == "/a%20b" && request.query == "c=d?e")
    #expect(request.fields["X-a"] == "b" && request.fields.all("X-A") == ["b", "c"] && request.fields["empty"] == "")
    #expect(request.fields["none"] == nil && request.body.isEmpty && request.keepsAlive)
  }

  @Test func `a target in absolute form is a path of the same Host`() throws {
    for (target, path, query) in [
      ("http://a/b?c", "/b", "c"), ("HTTP://A", "/", nil), ("https://a?c", "/", "c"), ("http://a/", "/", nil),
    ] {
      let request = try #require(decode("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n").requests.first)
      #expect(request.path == path && request.query == query && request.target == target)
    }
  }

  @Test func `OPTIONS may ask about the whole server`() {
    #expect(decode("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").requests.first?.path == "*")
  }

  @Test func `a body ends at its length`() {
    let outcome = decode("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
    #expect(outcome.requests.first?.body == Array("hello".utf8))
  }

  @Test func `a chunked body is put together, and its extensions and trailers left out`() {
    let outcome = decode(
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
        + "5;name=\"value\"\r\nhello\r\n00006\r\n world\r\n0;last\r\nX-Trailer: a\r\nContent-Length: 7\r\n\r\n")
    #expect(outcome.requests.first?.body == Array("hello world".utf8))
    #expect(outcome.requests.first?.fields["X-Trailer"] == nil)
  }

  @Test func `what was refused is known as far as its head was read`() {
    let head = "POST /a?b HTTP/1.1\r\nHost: a\r\n"
    for rest in [
      "Content-Length: 1000001\r\n\r\n", "Transfer-Encoding: gzip\r\n\r\n",
      "Transfer-Encoding: chunked\r\n\r\nF4241\r\n", "Transfer-Encoding: chunked\r\n\r\nx\r\n",
      "a b\r\n",
    ] {
      var decoder = RequestDecoder(limits: RequestLimits(body: 1_000_000))
      Array((head + rest).utf8).withUnsafeBytes { decoder.append($0) }
      #expect(throws: HTTPError.self) { while try decoder.next() != nil {} }
      #expect(decoder.refused?.path == "/a" && decoder.refused?.fields["Host"] == "a", "\(rest)")
    }
    var decoder = RequestDecoder()
    Array("POST /a HTTP/2.0\r\n".utf8).withUnsafeBytes { decoder.append($0) }
    #expect(throws: HTTPError.self) { try decoder.next() }
    #expect(decoder.refused == nil)
  }

  @Test func `pipelined requests come out in order`() {
    let outcome = decode(
      "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
        + "POST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\nHEAD /4 HTTP/1.0\r\n\r\n"
    )
    #expect(outcome.requests.map(\.target) == ["/1", "/2", "/3", "/4"])
    #expect(outcome.requests.map(\.body) == [[], Array("hi".utf8), Array("x".utf8), []])
  }

  @Test func `what was asked before a refused request is answered`() {
    let outcome = decode("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(outcome.requests.map(\.target) == ["/1"] && outcome.error?.status == 400)
  }

  @Test func `after an error every call throws the same`() {
    var decoder = RequestDecoder()
    for text in ["bad\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"] {
      append(text, to: &decoder)
      #expect(throws: HTTPError(400, "the request line is malformed")) { try decoder.next() }
    }
  }

  @Test(arguments: [
    ("HTTP/1.1", "", true), ("HTTP/1.1", "Connection: close\r\n", false),
    ("HTTP/1.1", "Connection: x, Close\r\n", false),
    ("HTTP/1.0", "", false), ("HTTP/1.0", "Connection: Keep-Alive\r\n", true),
    ("HTTP/1.0", "Connection: keep-alive\r\nConnection: close\r\n", false),
  ])
  func `a connection stays as version and Connection say`(version: String, fields: String, keeps: Bool) {
    let outcome = decode("GET / \(version)\r\nHost: a\r\n\(fields)\r\n")
    #expect(outcome.requests.first?.keepsAlive == keeps)
  }

  @Test func `a client that waits for 100 Continue is told so once, before its body`() throws {
    var decoder = RequestDecoder()
    append("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n", to: &decoder)
    #expect(try decoder.next() == .expectsContinue)
    #expect(try decoder.next() == nil)
    append("hi", to: &decoder)
    guard case .request(let request)? = try decoder.next() else { return #expect(Bool(false), "no request") }
    #expect(request.body == Array("hi".utf8))
  }

  @Test(arguments: [
    "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi",
    "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n",
    "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi",
  ])
  func `a client that does not wait is not told to go on`(text: String) throws {
    var decoder = RequestDecoder()
    append(text, to: &decoder)
    guard case .request? = try decoder.next() else { return #expect(Bool(false), "no request") }
  }

  @Test func `a body too long is refused before any of it came`() {
    let fields = "Expect: 100-continue\r\nContent-Length: 65537"
    #expect(decode("POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n").error?.status == 413)
    #expect(decode("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65536\r\n\r\n").error == nil)
  }

  @Test func `each limit holds to the byte`() {
    let path = String(repeating: "a", count: 8 * 1024 - "GET / HTTP/1.1\r\n".utf8.count)
    #expect(decode("GET /\(path) HTTP/1.1\r\nHost: a\r\n\r\n").requests.count == 1)
    #expect(decode("GET /\(path)a HTTP/1.1\r\nHost: a\r\n\r\n").error?.status == 414)
    #expect(decode("GET /" + String(repeating: "a", count: 9000)).error?.status == 414)

    let fields = String(repeating: "A: b\r\n", count: 63)
    #expect(decode("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n").requests.count == 1)
    #expect(decode("GET / HTTP/1.1\r\nHost: a\r\n\(fields)A: b\r\n\r\n").error?.status == 431)

    let head = "GET / HTTP/1.1\r\nHost: a\r\nX: "
    let value = String(repeating: "v", count: 32 * 1024 - head.utf8.count - 4)
    #expect(decode("\(head)\(value)\r\n\r\n").requests.count == 1)
    #expect(decode("\(head)\(value)v\r\n\r\n").error?.status == 431)
    #expect(decode("\(head)\(value)vvvvv").error?.status == 431)
  }

  @Test func `trailers and tiny chunks are limited`() {
    let start = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    let ends = String(repeating: "A: b\r\n", count: 65) + "\r\n"
    #expect(decode("\(start)0\r\n\(ends)").error?.status == 431)
    let extended = String(repeating: "1;" + String(repeating: "e", count: 200) + "\r\nx\r\n", count: 1000)
    #expect(decode("\(start)\(extended)0\r\n\r\n").error?.status == 400)
    let fine = String(repeating: "a\r\n0123456789\r\n", count: 6553)
    #expect(decode("\(start)\(fine)0\r\n\r\n").requests.first?.body.count == 65_530)
  }

  @Test func `a value beyond ASCII is UTF-8, or else ISO 8859-1`() {
    let head = Array("GET / HTTP/1.1\r\nHost: a\r\nX: ".utf8)
    let end = Array("\r\n\r\n".utf8)
    #expect(Dripping.requests(head + Array("é".utf8) + end).requests.first?.fields["X"] == "é")
    #expect(Dripping.requests(head + [0xE9] + end).requests.first?.fields["X"] == "é")
  }

  @Test func `after an upgrade the rest is handed over as it came`() throws {
    var decoder = RequestDecoder()
    append("GET / HTTP/1.1\r\nHost: a\r\n\r\n\u{1}\u{2}", to: &decoder)
    _ = try decoder.next()
    #expect(!decoder.isIdle && decoder.bufferedCount == 2)
    #expect(decoder.takeRemainder() == [1, 2])
    #expect(decoder.isIdle && decoder.bufferedCount == 0)
  }

  @Test func `a head that drips in costs linear time`() {
    // 32 KiB byte by byte: quadratic search would look at half a billion bytes.
    let value = String(repeating: "v", count: 30_000)
    let before = processorSeconds
    _ = decode("GET / HTTP/1.1\r\nHost: a\r\nX: \(value)\r\n\r\n")
    #expect(processorSeconds - before < 2)
  }

  /// What this thread has taken, whatever else is run beside it.
  private var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private func decode(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> Outcome {
    Dripping.requests(Array(text.utf8), sourceLocation: sourceLocation)
  }

  private func append(_ text: String, to decoder: inout RequestDecoder) {
    Array(text.utf8).withUnsafeBytes { decoder.append($0) }
  }
}
