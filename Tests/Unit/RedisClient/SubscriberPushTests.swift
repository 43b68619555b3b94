import Testing

@testable import RedisClient

@Suite("What Redis pushes to who follows channels")
struct SubscriberPushTests {
  /// In words: what it is, and what belongs to it.
  private func read(_ text: String) throws -> String? {
    let reader = ReplyReader()
    try Array(text.utf8).withUnsafeBytes { try reader.feed($0) }
    func words(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }
    return switch SubscriberPush(try #require(try reader.next())) {
    case .message(let payload, let channel): "message \(words(payload)) on \(words(channel))"
    case .followed: "followed"
    case .unfollowed: "unfollowed"
    case .shardedUnfollowed(let channel): "let go of \(channel)"
    case nil: nil
    }
  }

  private func push(_ kind: String, _ rest: String) -> String {
    "*3\r\n$\(kind.utf8.count)\r\n\(kind)\r\n$2\r\nch\r\n\(rest)\r\n"
  }

  @Test("are messages and confirmations, of channels of both kinds")
  func known() throws {
    for kind in ["message", "smessage"] { #expect(try read(push(kind, "$1\r\nx")) == "message x on ch") }
    for kind in ["subscribe", "ssubscribe"] { #expect(try read(push(kind, ":1")) == "followed") }
    #expect(try read(push("unsubscribe", ":0")) == "unfollowed")
    #expect(try read(push("sunsubscribe", ":0")) == "let go of ch")
  }

  @Test(
    "anything else is none",
    arguments: [
      "+OK\r\n", ":1\r\n", "*0\r\n", "*1\r\n$7\r\nmessage\r\n", "*2\r\n$7\r\nmessage\r\n$2\r\nch\r\n",
      "*3\r\n$7\r\nmessage\r\n$2\r\nch\r\n:1\r\n", "*3\r\n:1\r\n$2\r\nch\r\n:1\r\n",
      "*3\r\n$0\r\n\r\n$2\r\nch\r\n:1\r\n",
      "*3\r\n$5\r\nstuff\r\n$2\r\nch\r\n:1\r\n", "*3\r\n$9\r\nsubscribe\r\n:1\r\n:1\r\n",
    ])
  func strange(_ text: String) throws { #expect(try read(text) == nil) }
}
