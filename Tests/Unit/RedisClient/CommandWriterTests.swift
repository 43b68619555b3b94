import Testing

@testable import RedisClient

@Suite("The writer of commands")
struct CommandWriterTests {
  private let script = RedisScript("sample", Array("return 1".utf8))

  private func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("counts the words that are added")
  func counts() {
    var writer = CommandWriter()
    let ping = writer.command { $0.add("PING" as StaticString) }
    #expect(text(ping.bytes) == "*1\r\n$4\r\nPING\r\n")
    let set = writer.command {
      $0.add("SET" as StaticString)
      $0.add("k", ":m")
      $0.add(-1)
      $0.add("a\n", [0x62])
      $0.add([])
    }
    #expect(text(set.bytes) == "*5\r\n$3\r\nSET\r\n$3\r\nk:m\r\n$2\r\n-1\r\n$3\r\na\nb\r\n$0\r\n\r\n")
    #expect(text(ping.bytes) == "*1\r\n$4\r\nPING\r\n", "what was written stays")
  }

  @Test("puts the script, how many keys there are, and how much there is before keys and arguments")
  func calls() {
    var writer = CommandWriter()
    let call = writer.call(script) {
      $0.key("k")
      $0.key("r", ":s")
      $0.add("a")
    }
    // The digest as `redis-cli SCRIPT LOAD 'return 1'` tells it.
    let head = "*6\r\n$7\r\nEVALSHA\r\n$40\r\ne0e1f9fabfc9d4800c877a703b823ac0578ff8db\r\n$1\r\n2\r\n"
    #expect(text(call.bytes) == head + "$1\r\nk\r\n$3\r\nr:s\r\n$1\r\na\r\n")
  }

  @Test("holds any number of words of any length", arguments: [0, 1, 9, 10, 99, 100, 9_999, 100_000])
  func lengths(count: Int) {
    var writer = CommandWriter()
    let many = writer.call(script) { for number in 0..<count { $0.add(number) } }
    #expect(text(many.bytes).hasPrefix("*\(count + 3)\r\n$7\r\nEVALSHA\r\n"))
    #expect(text(many.bytes).split(separator: "\r\n").count == 1 + 2 * (count + 3))
    let long = writer.command { $0.add([UInt8](repeating: 0x78, count: count)) }
    #expect(
      long.bytes.count == count + 10 + String(count).utf8.count - 1 && text(long.bytes).hasPrefix("*1\r\n$\(count)\r\n")
    )
  }
}
