import NetClient
import Testing
import WebSocket

@testable import ChatClient

@Suite("Connecting again")
struct ReconnectionTests {
  @Test("happens for what may get better, and not for what may not")
  func reconnection() {
    let yes: [ConnectionEnd] = [
      .closed(.abnormal, reason: ""), .closed(.restarted, reason: ""), .closed(.tryLater, reason: ""),
      .closed(CloseCode(rawValue: 4000), reason: ""), .closed(CloseCode(rawValue: 4499), reason: ""),
      .closed(.noStatus, reason: ""), .closed(.normal, reason: ""), .closed(.flooding, reason: ""),
      .refused(status: 503), .refused(status: 429), .failed("ECONNREFUSED"), .silent,
    ]
    let no: [ConnectionEnd] = [
      .closed(.policyViolation, reason: ""), .closed(.unauthorized, reason: ""),
      .closed(CloseCode(rawValue: 4500), reason: ""), .closed(CloseCode(rawValue: 4999), reason: ""),
      .refused(status: 403), .refused(status: 404), .refused(status: 200),
    ]
    #expect(yes.allSatisfy { $0.mayReconnect })
    #expect(no.allSatisfy { !$0.mayReconnect })
  }
}

@Suite("A chat's address")
struct ChatAddressTests {
  @Test("is read from a URL")
  func reads() throws {
    let full = try ChatAddress("ws://[::1]:8080/chat/ws?x=1")
    #expect((full.host, full.port, full.path) == ("::1", 8080, "/chat/ws?x=1"))
    #expect(full.authority == "[::1]:8080")
    let short = try ChatAddress("ws://chat.example")
    #expect((short.host, short.port, short.path) == ("chat.example", 80, "/ws"))
    #expect(short.authority == "chat.example")
  }

  @Test(
    "is refused in one sentence when it is none",
    arguments: ["", "http://a", "wss://a", "ws://", "ws://a:b", "ws://a:0", "ws://a:99999", "ws://a/ b", "ws://u@a"])
  func refuses(text: String) {
    #expect(throws: ChatAddress.Mistake.self) { try ChatAddress(text) }
  }
}
