import Testing

@testable import RedisClient

@Suite("What sentinels say")
struct SentinelReplyTests {
  /// What `read` makes of a reply that comes whole, byte by byte, and with the next one behind it.
  private func outcomes<Value>(of text: String, _ read: (ReplyCursor) -> Value) throws -> [Value] {
    let bytes = Array(text.utf8)
    return try [[bytes], bytes.map { [$0] }, [bytes + Array("+PONG\r\n".utf8)]].map { pieces in
      let reader = ReplyReader()
      var value: Value?
      for piece in pieces {
        try piece.withUnsafeBytes { try reader.feed($0) }
        if value == nil, let reply = try reader.next() { value = read(reply) }
      }
      return try #require(value)
    }
  }

  private func primary(_ text: String) throws -> [RedisAddress?] {
    try outcomes(of: text) { try? SentinelQuery.primary($0, "m").get() }
  }

  private func told(_ text: String) throws -> [RedisAddress?] {
    try outcomes(of: text) { SentinelWatch.primary(toldBy: $0, "m") }
  }

  @Test("the primary's address is a host and a port")
  func address() throws {
    let four = RedisAddress(host: "10.0.0.1", port: 6_379)
    #expect(try primary("*2\r\n$8\r\n10.0.0.1\r\n$4\r\n6379\r\n") == [four, four, four])
    let six = RedisAddress(host: "::1", port: 1)
    #expect(try primary("*2\r\n$3\r\n::1\r\n$1\r\n1\r\n") == [six, six, six])
    #expect(six.description == "[::1]:1")
  }

  @Test(
    "anything else is none",
    arguments: [
      "*-1\r\n", "$-1\r\n", "*0\r\n", "*2\r\n$1\r\na\r\n$1\r\n0\r\n", "*2\r\n$1\r\na\r\n$5\r\n65536\r\n",
      "*2\r\n$1\r\na\r\n$2\r\n-1\r\n", "*2\r\n$0\r\n\r\n$1\r\n1\r\n", "*2\r\n$1\r\na\r\n:1\r\n",
      "*2\r\n*0\r\n$1\r\n1\r\n",
      "*1\r\n$1\r\na\r\n", "*3\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\n1\r\n", "-NOAUTH Authentication required.\r\n", "+OK\r\n",
    ])
  func noAddress(_ text: String) throws {
    #expect(try primary(text) == [nil, nil, nil])
  }

  private func message(_ payload: String) -> String {
    "*3\r\n$7\r\nmessage\r\n$14\r\n+switch-master\r\n$\(payload.utf8.count)\r\n\(payload)\r\n"
  }

  @Test("a switch names the old and the new primary")
  func change() throws {
    let new = RedisAddress(host: "10.0.0.2", port: 6_380)
    #expect(try told(message("m 10.0.0.1 6379 10.0.0.2 6380")) == [new, new, new])
  }

  @Test(
    "a switch of another group, or what cannot be read, is none",
    arguments: [
      "", "m", "n 10.0.0.1 6379 10.0.0.2 6380", "m 10.0.0.1 6379 10.0.0.2", "m 1 2 3 65536", "m 1 2 3 0", "m 1 2  4",
    ])
  func noChange(_ payload: String) throws {
    #expect(try told(message(payload)) == [nil, nil, nil])
    #expect(try told("*3\r\n$9\r\nsubscribe\r\n$14\r\n+switch-master\r\n:1\r\n") == [nil, nil, nil])
    #expect(try told("*2\r\n$4\r\npong\r\n$0\r\n\r\n") == [nil, nil, nil])
    #expect(try told("+OK\r\n") == [nil, nil, nil])
  }
}
