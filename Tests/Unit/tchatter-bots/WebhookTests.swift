import Base
import EventLoop
import HTTP
import Testing

@testable import tchatter_bots

@Suite struct WebhookTests {
  private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

  /// Computed by Python: `base64.b64encode(hmac.digest(base64.b64decode(secret[6:]), f"{id}.{time}.{body}".encode(), "sha256"))`.
  @Test(arguments: [
    (
      "msg_p5jXN8AQM9LWM0D4loKWxJek", Int64(1_614_265_330), #"{"test": 2432232314}"#, secret,
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    ),
    (
      "lobby-e1-0-7-i7", 1_790_000_000, #"{"type":"message","text":"Grüße 👍"}"#,
      "whsec_c2VjcmV0IG9mIHRoZSByZWNlaXZlciBhbmQgdGhlIHJlbGF5", "v1,mwsVCaTNsxwlMLUiLBc1dTWnhBGjkKFGVDNToX7tly8="
    ),
    ("a", 0, "", secret, "v1,ZyVG66Mr75yBcUDUg3OFSwOBLDdB73ytHZQLL4wzqLI="),
  ])
  func `a signature is what others compute`(
    _ id: String, _ time: Int64, _ body: String, _ secret: String, _ expected: String
  ) throws {
    let secret = try #require(WebhookSecret(secret))
    #expect(secret.signature(id: id, time: time, body: Array(body.utf8)) == expected)
  }

  @Test(arguments: [
    "", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
    "whsec_" + String(repeating: "AAAA", count: 22), "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  ])
  func `anything else is no secret`(_ text: String) { #expect(WebhookSecret(text) == nil) }

  @Test(arguments: [
    ("http://example.org", "example.org", UInt16(80), "/", "example.org"),
    ("https://example.org", "example.org", 443, "/", "example.org"),
    ("HTTPS://example.org:443/a", "example.org", 443, "/a", "example.org"),
    ("https://a/b/%C3%a4?c=d&e=-._~:/?@!$&'()*+,;=", "a", 443, "/b/%C3%a4?c=d&e=-._~:/?@!$&'()*+,;=", "a"),
    ("http://a/b|[c]%", "a", 80, "/b|[c]%", "a"),
    ("https://example.org:80?b", "example.org", 80, "/?b", "example.org:80"),
    ("http://example.org:443", "example.org", 443, "/", "example.org:443"),
    ("http://example.org:8080/a/b?c=d", "example.org", 8_080, "/a/b?c=d", "example.org:8080"),
    ("HTTP://example.org?c", "example.org", 80, "/?c", "example.org"),
    ("http://[::1]:81/x", "::1", 81, "/x", "[::1]:81"),
  ])
  func `an address is taken apart`(
    _ url: String, _ host: String, _ port: UInt16, _ target: String, _ authority: String
  ) throws {
    let address = try WebhookAddress(url)
    #expect(address.host == host && address.port == port && address.target == target)
    #expect(address.authority == authority && address.isSecure == url.lowercased().hasPrefix("https:"))
  }

  @Test(arguments: [
    "", "example.org", "ftp://example.org", "httpss://example.org", "https:/example.org", "https://", "http://",
    "http:///x", "https://[::1]/", "https://a/|", "https://a/[b]", "https://a/%", "https://a/%4", "https://a/%+1",
    "https://a/%zz", "https://a/%%41",
    "http://a@b/", "http://a:b@c/", "http://a:0/", "http://a:65536/", "http://a:+1/", "http://a:/", "http://a b/",
    "http://a/ b", "http://a/#b", "http://a\\b/", "http://[::1/", "http://a/ü", "http://a/\r\nX: y", "http://ä/",
    "http://a%2f/",
  ])
  func `anything else is no address`(_ url: String) {
    #expect(throws: WebhookAddress.Mistake.self) { try WebhookAddress(url) }
  }

  @Test(arguments: [
    (200, [:], WebhookCourier.Outcome.delivered()), (204, [:], .delivered()), (299, [:], .delivered()),
    (410, [:], .gone),
    (301, ["Location": "http://127.0.0.1/"], .failed("HTTP 301: redirects are not followed")),
    (500, [:], .failed("HTTP 500")), (404, [:], .failed("HTTP 404")),
    (503, ["Retry-After": "7"], .failed("HTTP 503", retryAfter: .seconds(7))),
    (429, ["Retry-After": "-1"], .failed("HTTP 429")),
    (429, ["Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"], .failed("HTTP 429")),
  ])
  func `an answer is read`(_ status: Int, _ fields: [String: String], _ outcome: WebhookCourier.Outcome) throws {
    var response = Response(status: status)
    for (name, value) in fields { try response.fields.add(name, value) }
    #expect(WebhookCourier.outcome(of: response) == outcome)
  }
}

@Suite struct PublicAddressTests {
  @Test(arguments: [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
    "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0",
    "198.17.255.255", "198.20.0.0", "223.255.255.255", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2001:4860:4860::8888",
    "2606:4700::1111", "2a00::1", "3ffe::1",
  ])
  func `what is in the Internet is public`(_ ip: String) throws {
    #expect(try #require(SocketAddress(ip: ip, port: 80)).host.isPublic)
  }

  @Test(arguments: [
    "0.0.0.0", "0.1.2.3", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.255.255.255",
    "169.254.0.0", "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1",
    "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1",
    "239.255.255.255", "240.0.0.1", "255.255.255.255", "localhost", "", "*", "::", "::1", "::7f00:1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::10.0.0.1", "64:ff9b:1::808:808",
    "100::1", "2001::1", "2001:1ff::1", "2001:db8::1", "2002:7f00:1::1", "2002:808:808::1", "3fff::1", "3fff:fff::1",
    "fc00::1", "fd12::1", "fe80::1", "fec0::1", "ff02::1", "4000::1",
  ])
  func `anything else is not`(_ ip: String) throws {
    #expect(!(try #require(SocketAddress(ip: ip, port: 80)).host.isPublic))
  }

  @Test func `an IPv4 address within an IPv6 one is looked at, however it was made`() {
    #expect(!SocketAddress.Host.v6(high: 0, low: 0xFFFF_0A00_0001, scope: 0).isPublic)
    #expect(SocketAddress.Host.v6(high: 0, low: 0xFFFF_0808_0808, scope: 0).isPublic)
  }

  @Test(arguments: ["127.0.0.1", "localhost", "::1", "2130706433", "0x7f.1", "::ffff:7f00:1"])
  func `what a name resolves to counts, not the name`(_ host: String) throws {
    let address = try WebhookAddress("http://\(host.contains(":") ? "[\(host)]" : host):80/")
    #expect(throws: WebhookAddress.Mistake.self) { try address.resolve(turn: 0, allowsPrivate: false) }
    _ = try address.resolve(turn: 0, allowsPrivate: true)
  }
}
