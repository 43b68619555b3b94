import Testing

@testable import HTTP

@Suite struct EncoderTests {
  private let get = Request(method: "GET", target: "/")

  @Test func `a response is written with its true length`() {
    var response = Response(status: 200, fields: ["Content-Type": "text/plain"], body: Array("hi".utf8))
    response.fields.add("Content-Length", number: 7)
    response.fields.add("Transfer-Encoding", literal: "chunked")
    #expect(
      text(ResponseEncoder.encode(response, answering: get))
        == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi")
  }

  @Test func `the answer to HEAD has the length but not the body`() {
    let response = Response(status: 200, body: Array("hi".utf8))
    let request = Request(method: "HEAD", target: "/")
    #expect(
      text(ResponseEncoder.encode(response, answering: request)) == "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
  }

  @Test(arguments: [204, 304]) func `statuses without body have no length`(status: Int) {
    let bytes = ResponseEncoder.encode(Response(status: status, body: [1]), answering: get)
    #expect(!text(bytes).contains("Content-Length") && bytes.last == 0x0A)
  }

  @Test func `Connection says what is to be known about the future`() {
    let response = Response(status: 200)
    let old = Request(method: "GET", target: "/", minorVersion: 0, fields: ["Connection": "keep-alive"])
    #expect(!text(ResponseEncoder.encode(response, answering: get)).contains("Connection"))
    #expect(text(ResponseEncoder.encode(response, answering: get, closing: true)).contains("Connection: close\r\n"))
    #expect(text(ResponseEncoder.encode(response, answering: old)).contains("Connection: keep-alive\r\n"))
    #expect(text(ResponseEncoder.encode(HTTPError(400, "no"))).contains("Connection: close\r\n"))
  }

  @Test func `a request comes back as it was written`() throws {
    let request = Request(method: "POST", target: "/a?b", fields: ["Host": "a"], body: Array("hi".utf8))
    let decoded = try #require(Dripping.requests(try RequestEncoder.encode(request)).requests.first)
    #expect(decoded.method == "POST" && decoded.target == "/a?b" && decoded.body == request.body)
    #expect(decoded.fields["Host"] == "a" && decoded.fields["Content-Length"] == "2")
  }

  @Test(arguments: ["", "/ ", "/\r\nX: y", "/\n", "/\u{0}", "/é"]) func `a request can't be split by its target`(
    target: String
  ) {
    #expect(throws: Fields.Refusal()) { try RequestEncoder.encode(Request(method: "GET", target: target)) }
    #expect(throws: Fields.Refusal()) { try RequestEncoder.encode(Request(method: target, target: "/")) }
  }

  @Test(arguments: ["a\r\nb: c", "a\n", "\r", "a\u{0}", "a\u{7f}", "\u{1b}[0m"])
  func `a field can't be split by its value`(value: String) {
    var fields = Fields()
    #expect(throws: Fields.Refusal()) { try fields.add("X", value) }
    #expect(throws: Fields.Refusal()) { try fields.set("X", value) }
    #expect(throws: Fields.Refusal()) { try fields.add(value, "x") }
    #expect(fields.isEmpty)
  }

  @Test func `fields are found whatever their case, and lists over all lines`() throws {
    var fields: Fields = ["Connection": "a , ,Upgrade", "X": "1", "CONNECTION": "b"]
    #expect(fields.containsToken("upgrade", in: "connection") && fields.containsToken("B", in: "Connection"))
    #expect(!fields.containsToken("up", in: "Connection") && fields.list("Connection") == ["a", "Upgrade", "b"])
    try fields.set("x", "2")
    #expect(fields.all("X") == ["2"])
    fields.remove("connection")
    #expect(fields.count == 1 && !fields.containsToken("a", in: "Connection"))
  }

  @Test func `a cookie is found among others`() {
    let fields: Fields = ["Cookie": "a=1; bb=2;c=x=y;b=3", "Other": "d=4"]
    #expect(fields.cookie("a") == "1" && fields.cookie("b") == "3" && fields.cookie("c") == "x=y")
    #expect(fields.cookie("d") == nil && fields.cookie("") == nil)
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
