import Testing

@testable import WebSocket

/// RFC 6455 §5.5 and §7: pings, and the closing handshake from both sides.
@Suite struct ClosingTests {
  @Test(
    arguments: [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999]
      as [UInt16])
  func `§7.4 a close is answered with its code`(code: UInt16) {
    let outcome = Dripping.decode(Frame.close(code, Array("bye".utf8)).masked + Frame.text("late").masked)
    #expect(outcome.events == [.closed(code, "bye")] && outcome.state == .closed)
    #expect(outcome.output == [0x88, 2, UInt8(code >> 8), UInt8(code & 0xFF)])
  }

  @Test(arguments: [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535] as [UInt16])
  func `§7.4 a code that is not to be sent is a protocol error`(code: UInt16) {
    #expect(Dripping.decode(Frame.close(code).masked).events == [.failed(1002)])
  }

  @Test func `§5.5.1 a close without code is answered without one`() {
    let outcome = Dripping.decode(Frame(0x88, []).masked)
    #expect(outcome.events == [.closed(1005, "")] && outcome.output == [0x88, 0])
  }

  @Test func `§5.5.1 half a code is a protocol error, and a reason that is no text is 1007`() {
    #expect(Dripping.decode(Frame(0x88, [3]).masked).events == [.failed(1002)])
    #expect(Dripping.decode(Frame.close(1000, [0xC3]).masked).events == [.failed(1007)])
    #expect(Dripping.decode(Frame.close(1000, [0xC3, 0xA9]).masked).events == [.closed(1000, "é")])
    let longest = [UInt8](repeating: 0x61, count: 123)
    #expect(Dripping.decode(Frame.close(1000, longest).masked).events.count == 1)
  }

  @Test func `§5.5.1 a close may come within a message, which then never ends`() {
    let bytes = Frame.text("a", fin: false).masked + Frame.close(1001).masked
    #expect(Dripping.decode(bytes).events == [.closed(1001, "")])
  }

  @Test func `§7.1.2 our close is sent once and the peer's answer ends it`() {
    let codec = Side(.server)
    #expect(codec.close(.restarted, "soon") == [0x88, 6, 0x03, 0xF4] + Array("soon".utf8))
    #expect(codec.state == .closing && codec.close(.normal).isEmpty)
    #expect(codec.events(Frame.text("late").masked + Frame.ping().masked) == [])
    #expect(codec.output.isEmpty && codec.state == .closing)
    #expect(codec.events(Frame.close(1012).masked) == [.closed(1012, "")])
    #expect(codec.state == .closed && codec.takeOutput().isEmpty)
    #expect(codec.events(Frame.text("later").masked) == [])
  }

  @Test func `a violation after our close is told but not answered`() {
    let codec = Side(.server)
    _ = codec.close(.normal)
    #expect(codec.events([0xFF]) == [.failed(1002)])
    #expect(codec.takeOutput().isEmpty && codec.state == .closed)
  }

  @Test func `a reason is cut between characters to what fits`() {
    let codec = Side(.server)
    let frame = codec.close(.normal, String(repeating: "é", count: 100))
    #expect(frame[1] == 124 && frame.count == 126)
    #expect(String(validating: frame[4...], as: UTF8.self) == String(repeating: "é", count: 61))
  }

  @Test func `a handler may close between two events`() {
    let codec = Side(.server)
    var sent: [UInt8] = []
    let kept = codec.events(Frame.text("a").masked + Frame.text("b").masked) { sent += codec.close(.policyViolation) }
    #expect(kept == [.text("a")] && sent == [0x88, 2, 0x03, 0xF0])
  }

  @Test func `§5.5.3 a few pings are answered one by one, a flood by its latest`() {
    let few = (0..<16).flatMap { Frame.ping(String($0)).masked }
    #expect(Dripping.decode(few).output == (0..<16).flatMap { pong(String($0)) })
    let flood = (0..<5000).flatMap { Frame.ping(String($0)).masked }
    let outcome = Dripping.outcome(of: [flood], .server, CodecLimits())
    #expect(outcome.output == ((0..<15).map(String.init) + ["4999"]).flatMap(pong))
    #expect(outcome.events.count == 5000)
  }

  @Test func `pongs taken by the caller make room for the next round's`() {
    let codec = Side(.server)
    for round in 0..<3 {
      _ = codec.events((0..<20).flatMap { Frame.ping("\(round)\($0)").masked })
      #expect(codec.takeOutput().suffix(5) == pong("\(round)19")[...])
    }
  }

  @Test func `the client's frames are masked, each with another key, and the server reads them`() {
    let client = Side(.client, maskSeed: 42)
    let server = Side(.server)
    let frames = (0..<10).map { client.frame(.text, Array("message \($0)".utf8)) }
    #expect(Set(frames.map { Array($0[2..<6]) }).count == 10)
    #expect(server.events(frames.flatMap { $0 }) == (0..<10).map { .text("message \($0)") })
    #expect(client.events(server.close(.normal, "x")) == [.closed(1000, "x")])
    #expect(server.events(client.takeOutput()) == [.closed(1000, "")])
  }

  private func pong(_ text: String) -> [UInt8] { [0x8A, UInt8(text.utf8.count)] + Array(text.utf8) }
}
