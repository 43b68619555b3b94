import Testing

@testable import RedisClient

@Suite("The reader of replies")
struct ReplyReaderTests {
  private static let stream =
    "+OK\r\n:-42\r\n$-1\r\n$5\r\na\r\nb\0\r\n-OOM full\r\n*3\r\n$7\r\nmessage\r\n:7\r\n*2\r\n$0\r\n\r\n*-1\r\n*0\r\n$1\r\nz\r\n"
  private static let expected = [
    "\"OK\"", "-42", "nil", "\"a\r\nb\0\"", "error OOM full", "[\"message\", 7, [\"\", nil]]", "[]", "\"z\"",
  ]

  /// A reply as text.
  private func show(_ reply: inout ReplyCursor) -> String {
    if let error = reply.error { return "error \(error)" }
    if let text = reply.text() { return "\"\(text)\"" }
    if let number = reply.integer() { return "\(number)" }
    if reply.nothing() { return "nil" }
    guard let count = reply.array() else { return "nothing left" }
    return "[" + (0..<count).map { _ in show(&reply) }.joined(separator: ", ") + "]"
  }

  private func read(_ pieces: [[UInt8]]) throws -> [String] {
    let reader = ReplyReader()
    var replies: [String] = []
    for piece in pieces {
      try piece.withUnsafeBytes { try reader.feed($0) }
      while var reply = try reader.next() { replies.append(show(&reply)) }
    }
    return replies
  }

  @Test("reads a stream of replies whole, byte by byte, and at random splits")
  func splits() throws {
    let bytes = Array(Self.stream.utf8)
    #expect(try read([bytes]) == Self.expected)
    #expect(try read(bytes.map { [$0] }) == Self.expected)
    for _ in 0..<200 {
      var pieces: [[UInt8]] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Int.random(in: 1...min(20, rest.count))
        pieces.append(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      #expect(try read(pieces) == Self.expected)
    }
  }

  @Test("keeps what follows a reply for the next one")
  func tail() throws {
    #expect(
      try read([Array(":1\r\n$3\r\nab".utf8), Array("c\r\n:2".utf8), Array("\r\n".utf8)]) == ["1", "\"abc\"", "2"])
  }

  @Test("refuses what is not the protocol", arguments: ["x", "HTTP/1.1 200 OK\r\n", ":abc\r\n", "$-7\r\n", "*-9\r\n"])
  func refusal(_ text: String) {
    #expect(throws: ReplyReader.Malformed.self) { try read([Array(text.utf8)]) }
  }

  @Test("waits for the rest of what announces more than it brings", arguments: ["*2147483647\r\n", "$536870911\r\nab"])
  func announcements(_ text: String) throws {
    #expect(try read([Array(text.utf8)]) == [])
  }

  @Test("survives random bytes and mutated replies")
  func garbage() {
    var generator = SystemRandomNumberGenerator()
    let alphabet = Array("*$:+-\r\n0123456789ax".utf8)
    let valid = Array(Self.stream.utf8)
    for round in 0..<20_000 {
      var bytes = round % 2 == 0 ? valid : (0..<40).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
      for _ in 0..<Int.random(in: 1...4) {
        bytes[Int.random(in: 0..<bytes.count)] = alphabet.randomElement(using: &generator) ?? 0
      }
      _ = try? read([bytes])
    }
  }

  @Test("long replies are read and their memory is given back")
  func long() throws {
    let length = 5 << 20
    let long = Array("$\(length)\r\n".utf8) + [UInt8](repeating: 0x61, count: length) + Array("\r\n:1\r\n".utf8)
    let replies = try read([long])
    #expect(replies.map(\.utf8.count) == [length + 2, 1])
  }
}
