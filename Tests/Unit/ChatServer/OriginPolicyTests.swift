import Testing

@testable import ChatServer

/// Threat 1, row by row.
@Suite struct OriginPolicyTests {
  private static let refused = [
    "null", "https://other.example", "https://chat.example:8443", "http://chat.example", "https://evil-chat.example",
    "https://chat.example.evil.test", "https://CHAT.example", "https://chat.example.", "https://chät.example", "",
    "https://chat.example/", "chat.example",
  ]

  @Test(arguments: refused) func `only a listed origin is admitted`(_ origin: String) {
    let policy = OriginPolicy(["https://chat.example"])
    #expect(!policy.admits([origin], hosts: ["chat.example"], isSecure: true, carriesCookie: false))
    #expect(policy.admits(["https://chat.example"], hosts: ["other"], isSecure: false, carriesCookie: true))
  }

  @Test(arguments: refused) func `without a list, only the host's own origin is admitted`(_ origin: String) {
    let policy = OriginPolicy([])
    #expect(!policy.admits([origin], hosts: ["chat.example"], isSecure: true, carriesCookie: false))
    #expect(policy.admits(["https://chat.example"], hosts: ["chat.example"], isSecure: true, carriesCookie: true))
    #expect(policy.admits(["https://chat.example"], hosts: ["chat.example:443"], isSecure: true, carriesCookie: true))
  }

  @Test func `two origins are none`() {
    let policy = OriginPolicy(["https://chat.example"])
    let twice = ["https://chat.example", "https://chat.example"]
    #expect(!policy.admits(twice, hosts: ["chat.example"], isSecure: true, carriesCookie: false))
  }

  @Test func `a program without an origin is admitted unless it shows a browser's cookie`() {
    let policy = OriginPolicy([])
    #expect(policy.admits([], hosts: ["h"], isSecure: false, carriesCookie: false))
    #expect(!policy.admits([], hosts: ["h"], isSecure: false, carriesCookie: true))
  }
}
