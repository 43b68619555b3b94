import Base
import EventLoop
import Testing
import WebSocket

@testable import ChatClient

@Suite("Waiting before the next attempt")
struct BackoffTests {
  /// The same number each time.
  private final class Constant: Entropy {
    let value: UInt64
    init(_ value: UInt64) { self.value = value }
    func next() -> UInt64 { value }
  }

  @Test("is bounded by a second, then by as long as has been waited already, and by 20 seconds")
  func bounds() {
    var backoff = Backoff()
    let longest = (0..<8).map { _ in backoff.next(Constant(.max)) }
    #expect(longest.map { Int($0.seconds.rounded()) } == [1, 1, 2, 4, 8, 16, 20, 20])
  }

  @Test("keeps nobody away for longer than the outage has lasted, or a second, after its end")
  func overshoot() {
    for outage in [500, 1_700, 6_000].map(TimeSpan.milliseconds) {
      for _ in 0..<500 {
        var backoff = Backoff()
        let entropy = KernelEntropy()
        var time = TimeSpan.zero
        while time < outage { time += backoff.next(entropy) }
        #expect(time <= outage + max(outage, Backoff.first))
      }
    }
  }

  @Test("may be nothing at all, and is spread evenly")
  func jitter() {
    var backoff = Backoff()
    #expect(backoff.next(Constant(0)) == .zero)
    let entropy = KernelEntropy()
    let waits = (0..<2_000).map { _ in
      var first = Backoff()
      return first.next(entropy)
    }
    let mean = waits.reduce(.zero, +) / waits.count
    #expect((.milliseconds(450)...TimeSpan.milliseconds(550)).contains(mean))
  }

  @Test("is shorter again by what a connection held, and not by one that broke at once")
  func stability() {
    var backoff = Backoff()
    for _ in 0..<4 { _ = backoff.next(Constant(.max)) }
    backoff.lost(after: .zero)
    #expect((.milliseconds(7_900)...TimeSpan.seconds(8)).contains(backoff.bound))
    backoff.lost(after: .seconds(3))
    #expect((.milliseconds(4_900)...TimeSpan.seconds(5)).contains(backoff.bound))
    backoff.lost(after: .forever)
    #expect(backoff.bound == .seconds(1))
  }

  @Test("comes on top of what the server asks for")
  func least() {
    var backoff = Backoff()
    #expect(backoff.next(Constant(0), least: .nanoseconds(3)) == .nanoseconds(3))
    #expect(backoff.next(Constant(0), least: .forever) == Backoff.cap)
  }

  @Test("happens for what may get better, and not for what may not")
  func reconnection() {
    let yes: [TransportEnd] = [
      .closed(.abnormal, reason: ""), .closed(.restarted, reason: ""), .closed(.tryLater, reason: ""),
      .closed(CloseCode(rawValue: 4000), reason: ""), .closed(CloseCode(rawValue: 4499), reason: ""),
      .closed(.noStatus, reason: ""), .closed(.normal, reason: ""), .closed(.flooding, reason: ""),
      .refused(status: 503), .refused(status: 429), .failed("ECONNREFUSED"), .silent,
    ]
    let no: [TransportEnd] = [
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
