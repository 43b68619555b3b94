import HTTP
import Testing

@testable import HTTPSCalls

@Suite struct CallFrameTests {
  private static let frames = [
    CallFrame(.call, of: 1, Array("POST / HTTP/1.1\r\n\r\n".utf8)), CallFrame(.drop, of: 0x0102_0304),
    CallFrame(.heard, of: .max), CallFrame(.answer, of: 0, [0]),
    CallFrame(.failure, of: 2, [UInt8](repeating: 7, count: 100_000)),
  ]
  private static let bytes = frames.flatMap(\.bytes)

  private func read(_ decoder: inout CallFrameDecoder, _ bytes: some Collection<UInt8>) throws -> [CallFrame] {
    Array(bytes).withUnsafeBytes { decoder.append($0) }
    var frames: [CallFrame] = []
    while let frame = try decoder.next() { frames.append(frame) }
    return frames
  }

  @Test func `a frame is its length, what it is, its call and the rest`() {
    #expect(CallFrame(.failure, of: 258, [1, 2]).bytes == [0, 0, 0, 7, 5, 0, 0, 1, 2, 1, 2])
  }

  @Test(arguments: [1, 2, 3, 7, 4_096, 99_999, 1 << 20])
  func `frames are read however they come`(_ size: Int) throws {
    var decoder = CallFrameDecoder()
    var read: [CallFrame] = []
    for start in stride(from: 0, to: Self.bytes.count, by: size) {
      read += try self.read(&decoder, Self.bytes[start...].prefix(size))
    }
    #expect(read == Self.frames)
  }

  @Test func `what is begun waits for its end`() throws {
    var decoder = CallFrameDecoder()
    let first = Self.frames[0]
    #expect(try read(&decoder, first.bytes + Self.frames[1].bytes.dropLast()) == [first])
    #expect(try read(&decoder, []) == [])
    #expect(try read(&decoder, Self.frames[1].bytes.suffix(1)) == [Self.frames[1]])
  }

  @Test func `the longest frame is read, and a longer one refused by its length alone`() throws {
    let longest = CallFrame(.answer, of: 1, [UInt8](repeating: 1, count: 11))
    var decoder = CallFrameDecoder(longest: 16)
    #expect(try read(&decoder, longest.bytes) == [longest])
    #expect(throws: CallFrameDecoder.Mistake.tooLong) { try self.read(&decoder, [0, 0, 0, 17]) }
    #expect(throws: CallFrameDecoder.Mistake.tooLong) { try self.read(&decoder, longest.bytes) }
  }

  @Test(arguments: [
    [0, 0, 0, 0], [0, 0, 0, 4, 1, 0, 0, 0], [0, 0, 0, 5, 0, 0, 0, 0, 0], [0, 0, 0, 5, 6, 0, 0, 0, 0],
    [0, 0, 0, 5, 255, 0, 0, 0, 0],
  ])
  func `anything else is no frame`(_ bytes: [UInt8]) {
    var decoder = CallFrameDecoder()
    #expect(throws: CallFrameDecoder.Mistake.malformed) { try self.read(&decoder, bytes) }
    #expect(throws: CallFrameDecoder.Mistake.malformed) { try self.read(&decoder, Self.bytes) }
  }

  @Test func `a request comes out as it went in`() throws {
    var request = Request(method: "POST", target: "/a?b=c", body: Array("Grüße".utf8))
    for (name, value) in [("Host", "[::1]:8443"), ("webhook-id", "lobby-1")] { try request.fields.add(name, value) }
    let read = try #require(CallFrame.call(9, request)?.request)
    #expect(read.method == "POST" && read.target == "/a?b=c" && read.body == request.body)
    #expect(read.fields["Host"] == "[::1]:8443" && read.fields["webhook-id"] == "lobby-1")
  }

  @Test func `a request that is too long for a frame is refused`() throws {
    var request = Request(method: "POST", target: "/", body: [UInt8](repeating: 1, count: CallFrame.longest))
    try request.fields.add("Host", "a")
    #expect(CallFrame.call(1, request) == nil)
  }

  @Test(arguments: [
    "", "POST / HTTP/1.1\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\n\r\nmore", "POST / HTTP/1.1\r\nHost: a",
  ])
  func `what is no request is none`(_ text: String) {
    #expect(CallFrame(.call, of: 1, Array(text.utf8)).request == nil)
  }

  @Test(arguments: [200, 204, 301, 304, 401, 410, 503, 999])
  func `an answer comes out as it went in`(_ status: Int) throws {
    let isBodiless = [204, 304].contains(status)
    var response = Response(
      status: status, body: isBodiless ? [] : [UInt8](repeating: 1, count: CallFrame.longestAnswer))
    try response.fields.add("Retry-After", "7")
    let read = try #require(CallFrame.answer(3, response).response)
    #expect(read.status == status && read.body == response.body && read.fields["Retry-After"] == "7")
  }

  @Test(arguments: [
    "", "HTTP/1.1 200 OK", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n",
  ])
  func `what is no answer is none`(_ text: String) {
    #expect(CallFrame(.answer, of: 1, Array(text.utf8)).response == nil)
  }

  @Test func `a reason is one short line`() {
    let frame = CallFrame.failure(1, "no\nway: ü\u{7} " + String(repeating: "x", count: 999))
    #expect(frame.reason.hasPrefix("no way:  x") && frame.reason.utf8.count == 300)
  }

  @Test func `a reason is one short line whoever wrote it`() {
    let words = Array("no\r\nway: ü\u{7} ".utf8) + [0xFF] + [UInt8](repeating: 0x78, count: 999)
    let reason = CallFrame(.failure, of: 1, words).reason
    #expect(reason.hasPrefix("no way:  x") && reason.utf8.count == 300)
  }
}
