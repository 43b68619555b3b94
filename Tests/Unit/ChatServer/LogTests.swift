import Base
import Foundation
import Testing

@testable import ChatServer

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct LogTests {
  private static let nasty = "a\r\nb\u{1b}[31m\u{2028}c\u{2029}\u{202e}d\u{0}\u{200b}\"\\ é 🙂\u{7f}\u{9b}"

  private func line(_ format: Log.Format, _ values: KeyValuePairs<String, Log.Value>) -> String {
    var line: [UInt8] = []
    let log = Log(format: format, level: .debug, clock: { 1_795_269_600_123 }, write: { line = $0 })
    log.info("something", values)
    return String(decoding: line, as: UTF8.self)
  }

  @Test func `an event is one line for people`() {
    #expect(
      line(.text, ["port": 8080, "name": "x", "text": "two words", "flag": .flag(true)])
        == "2026-11-21T14:00:00.123Z info something port=8080 name=x text=\"two words\" flag=true\n")
  }

  @Test(arguments: Log.Format.allCases)
  func `what a client sent can neither end a line nor steer a terminal`(_ format: Log.Format) {
    let line = line(format, ["name": .text(Self.nasty)])
    #expect(line.unicodeScalars.filter { $0 == "\n" }.count == 1 && line.hasSuffix("\n"))
    let forbidden = line.dropLast().unicodeScalars.filter {
      $0.value < 0x20 || (0x7f...0x9f).contains($0.value)
        || ["\u{2028}", "\u{2029}", "\u{202e}", "\u{200b}"].contains($0)
    }
    #expect(forbidden.isEmpty)
  }

  @Test func `a JSON line parses, and holds what was meant`() throws {
    let line = line(.json, ["name": .text(Self.nasty), "n": .number(-5)])
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(object["name"] as? String == Self.nasty)
    #expect(object["n"] as? Int == -5)
    #expect(object["level"] as? String == "info")
  }

  @Test(arguments: Log.Format.allCases)
  func `a line fits into a pipe in one piece, however much is to be said`(_ format: Log.Format) {
    let value = Log.Value.text(String(repeating: "\u{1}", count: 10_000))
    let line = line(format, ["a": value, "b": value, "c": value, "d": value])
    #expect(line.utf8.count <= Log.longestLine && line.hasSuffix("\n") && line.contains("cut"))
  }

  @Test func `levels below the configured one are not written`() {
    var count = 0
    let log = Log(format: .text, level: .warning, clock: { 0 }, write: { _ in count += 1 })
    log.debug("a")
    log.info("b")
    log.warning("c")
    log.error("d")
    #expect(count == 2)
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
    (951_827_696_789, "2000-02-29T12:34:56.789Z", "Tue, 29 Feb 2000 12:34:56 GMT"),
    (253_402_300_799_999, "9999-12-31T23:59:59.999Z", "Fri, 31 Dec 9999 23:59:59 GMT"),
  ])
  func `moments are written as the standards want`(_ time: Int64, _ text: String, _ http: String) {
    #expect(Timestamp(time).text == text)
    #expect(Timestamp(time).httpDate == http)
  }

  @Test func `a reader that stopped reading costs lines, not time, and is told how many`() {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let writer = LineWriter(ends[1])
    let line = [UInt8](repeating: 0x61, count: 999) + [0x0a]
    for _ in 0..<200 { writer.write(line) }
    #expect(writer.dropped > 100)
    #expect(fcntl(ends[1], F_GETFL) & O_NONBLOCK == 0, "the shared descriptor keeps its mode")
    var buffer = [UInt8](repeating: 0, count: 1 << 17)
    #expect(read(ends[0], &buffer, buffer.count) > 0)
    writer.write(line)
    let count = read(ends[0], &buffer, buffer.count)
    #expect(String(decoding: buffer[..<max(count, 0)], as: UTF8.self).contains("log lines were left out"))
    close(ends[0])
    writer.write(line)
    close(ends[1])
  }

  /// Fault 17.
  @Test func `a full disk costs lines, and nothing else`() {
    let full = open("/dev/full", O_WRONLY)
    let writer = LineWriter(full)
    for _ in 0..<3 { writer.write(Array("a line\n".utf8)) }
    #expect(full >= 0 && writer.dropped == 3)
    close(full)
  }
}
