import EventLoop
import Testing

@Suite("Socket addresses")
struct SocketAddressTests {
  @Test(
    "are read and printed",
    arguments: [
      ("127.0.0.1:8080", "127.0.0.1:8080"), ("localhost:1", "127.0.0.1:1"), ("*:80", "0.0.0.0:80"),
      (":80", "0.0.0.0:80"), ("[::1]:8080", "[::1]:8080"), ("[2001:db8::5]:65535", "[2001:db8::5]:65535"),
      ("[::ffff:10.1.2.3]:9", "10.1.2.3:9"), ("255.255.255.255:0", "255.255.255.255:0"),
    ])
  func parse(text: String, printed: String) {
    #expect(SocketAddress(text)?.description == printed)
  }

  @Test(
    "are refused when they are none",
    arguments: [
      "", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+5", "127.0.0.1:8 0", "::1:80",
      "[::1:80", "[::1]", "256.1.1.1:1", "example.org:80", "127.0.0.1:٣", "[]:1", "1.2.3:4",
    ])
  func refuse(text: String) {
    #expect(SocketAddress(text) == nil)
  }

  @Test("localhost resolves without a lookup, and an address in numbers is itself")
  func resolve() throws {
    #expect(try SocketAddress.resolve(host: "localhost", port: 5) == .loopback(port: 5))
    #expect(try SocketAddress.resolve(host: "10.0.0.1", port: 5).ip == "10.0.0.1")
  }
}
