import Foundation
import JWT
import Testing

@testable import ChatServer
@testable import NetServer

@Suite struct ConfigurationTests {
  private func configuration(_ arguments: [String], _ environment: [String: String] = [:]) -> Configuration? {
    guard case .run(let configuration, _) = Invocation(arguments: arguments, environment: environment) else {
      return nil
    }
    return configuration
  }

  private func mistakes(_ arguments: [String], _ environment: [String: String] = [:]) -> [String] {
    guard case .refused(let mistakes) = Invocation(arguments: arguments, environment: environment) else { return [] }
    return mistakes
  }

  @Test func `nothing given means the documented defaults`() {
    #expect(configuration([]) == Configuration())
  }

  @Test func `the default that help shows is one that the setting takes`() {
    for setting in Setting.all {
      let shown = setting.show(Configuration())
      guard !shown.isEmpty else { continue }
      #expect(configuration(["--\(setting.flag)", shown]) == Configuration(), "\(setting.flag)")
    }
  }

  @Test func `the command line wins over the environment`() {
    let environment = ["TCHATTER_LISTEN": "127.0.0.1:1", "TCHATTER_PING_SECONDS": "7"]
    let read = configuration(["--listen=[::1]:2"], environment)
    #expect(read?.listen == Endpoint(host: "::1", port: 2))
    #expect(read?.hub.pingSeconds == 7)
  }

  @Test func `how long a client may take to move is set, and what is wrong with it is told`() {
    #expect(configuration([])?.drain.moveTimeout == .seconds(2))
    #expect(configuration(["--drain-move-seconds", "7"])?.drain.moveTimeout == .seconds(7))
    #expect(configuration([], ["TCHATTER_DRAIN_MOVE_SECONDS": "60"])?.drain.moveTimeout == .seconds(60))
    let told = mistakes([], ["TCHATTER_DRAIN_MOVE_SECONDS": "0"])
    #expect(told == ["TCHATTER_DRAIN_MOVE_SECONDS must be a number from 1 to 3600"])
  }

  @Test func `every mistake is told, each in its own line`() {
    let told = mistakes(
      ["--listen", "localhost", "--nonsense", "--log", "xml", "--backlog"], ["TCHATTER_MESSAGE_RATE": "-1"])
    #expect(told.count == 5)
    #expect(told.allSatisfy { !$0.contains("\n") })
    #expect(told.contains { $0.hasPrefix("TCHATTER_MESSAGE_RATE must be a number from 0") })
  }

  @Test(arguments: [
    ["--listen", "127.0.0.1"], ["--listen", "127.0.0.1:65536"], ["--listen", "127.0.0.1:+1"], ["--listen", "::1:8"],
    ["--listen", "[127.0.0.1]:8"], ["--ping-seconds", "0"], ["--backlog", "99999999999999999999"],
    ["--redis-url", "rediss://h"], ["--redis-replicas", "-1"], ["--redis-replicas", "17"],
    ["--redis-replica-timeout", "0"], ["--redis-replica-timeout", "3001"],
    ["--admin-token", "short"], ["--admin-token", "sixteen and spaces"],
    ["--origins", "https://a.example/"], ["--origins", "https://a.example,null"], ["--origins", "https://A.example"],
    ["--trusted-proxies", "proxy"], ["--instance", "a b"], ["--instance", ""],
    ["--log-level", "1", "--log-level", "2"], ["--drain-move-seconds", "0"], ["--drain-move-seconds", "3601"],
    ["--drain-move-seconds", "1.5"], ["--drain-move-seconds", "-1"], ["--drain-move-seconds", ""],
  ])
  func `a value that makes no sense is refused`(_ arguments: [String]) {
    #expect(!mistakes(arguments).isEmpty)
  }

  @Test func `a variable that only looks like a setting is remarked upon`() {
    guard case .run(_, let remarks) = Invocation(arguments: [], environment: ["TCHATTER_LISTENN": "x"]) else {
      Issue.record("it should run")
      return
    }
    #expect(remarks.count == 1)
  }

  @Test func `predictable hashing is refused`() {
    #expect(mistakes([], ["SWIFT_DETERMINISTIC_HASHING": "1"]).count == 1)
  }

  @Test func `help and version are found among anything`() {
    #expect(Invocation(arguments: ["--nonsense", "--help"], environment: [:]) == .help)
    #expect(Invocation(arguments: ["--version"], environment: [:]) == .version)
    for setting in Setting.all { #expect(Invocation.helpText.contains("--\(setting.flag) ")) }
  }

  @Test(arguments: [
    ("127.0.0.1", "127.0.0.1", true), ("127.1.2.3", "::ffff:127.1.2.3", true), ("::1", "0:0:0:0:0:0:0:1", true),
    ("10.0.0.1", "::ffff:10.0.0.1", false), ("2001:db8::1", "2001:DB8:0::1", false),
  ])
  func `an address is one, however it is written`(_ one: String, _ other: String, _ isLoopback: Bool) {
    #expect(NumericAddress(one) == NumericAddress(other))
    #expect(NumericAddress(one)?.isLoopback == isLoopback)
  }

  @Test func `proxies are trusted by address and by network`() throws {
    let read = try #require(
      configuration(["--trusted-proxies", "10.0.0.0/8, 192.168.1.7,2001:db8::/32,::1,172.16.0.0/12,0.0.0.0/32"]))
    let rows = [
      ("10.0.0.0", true), ("10.255.255.255", true), ("::ffff:10.1.2.3", true), ("11.0.0.0", false),
      ("9.255.255.255", false), ("192.168.1.7", true), ("192.168.1.8", false), ("2001:db8:ffff::1", true),
      ("2001:db9::1", false), ("::1", true),
      ("127.0.0.1", false), ("172.16.0.1", true), ("172.31.255.255", true), ("172.32.0.0", false), ("0.0.0.0", true),
    ]
    for (address, isTrusted) in rows {
      #expect(read.trustedProxies.contains(try #require(NumericAddress(address))) == isTrusted, "\(address)")
    }
    let everyone = ["0.0.0.0/0": ("1.2.3.4", "2001:db8::1"), "::/0": ("2001:db8::1", "1.2.3.4")]
    for (network, (inside, outside)) in everyone {
      let proxies = try #require(configuration(["--trusted-proxies", network])).trustedProxies
      #expect(proxies.contains(try #require(NumericAddress(inside))), "\(network)")
      #expect(!proxies.contains(try #require(NumericAddress(outside))), "\(network) is of one kind")
    }
  }

  @Test(arguments: [
    "proxy", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/08", "10.0.0.0/8/8", "/8",
    "10.0.0.1/8",
    "2001:db8::/129", "2001:db8::1/32", "10.0.0/8", "10.0.0.1:80", "[::1]", "fe80::1%eth0", "10.0.0.0/255.0.0.0",
    "*",
  ])
  func `an entry that is no network is refused by its own name and the setting's`(_ entry: String) {
    let told = mistakes([], ["TCHATTER_TRUSTED_PROXIES": "127.0.0.1,\(entry)"])
    #expect(told.count == 1)
    #expect(told.first?.hasPrefix("TCHATTER_TRUSTED_PROXIES has \"\(entry)\", which is neither") == true)
  }

  @Test(arguments: ["", "127.0.0", "127.0.0.1.2", "1.2.3.256", "localhost", "::g", "1\u{0}", ":::"])
  func `what is no address is none`(_ text: String) {
    #expect(NumericAddress(text) == nil)
  }
}

/// What an application's tokens are signed with.
@Suite struct TokenSettingTests {
  private static let secret = "0123456789abcdef0123456789abcdef"

  private func read(_ text: String) -> Invocation {
    Invocation(arguments: [], environment: ["TCHATTER_TOKEN_SECRETS": text])
  }

  private func secrets(_ text: String) -> [TokenSecret]? {
    if case .run(let configuration, _) = read(text) { configuration.hub.tokens.secrets } else { nil }
  }

  @Test func `a secret is given as it is, as base64, and in a file`() throws {
    let secret = try #require(TokenSecret(Array(Self.secret.utf8)))
    #expect(secrets(Self.secret) == [secret])
    #expect(secrets("base64:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=") == [secret])
    #expect(secrets("base64:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY") == [secret], "as base64url writes it")
    let folder = FileManager.default.temporaryDirectory.path + "/tchatter-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("\(Self.secret)\n".utf8).write(to: URL(fileURLWithPath: folder + "/text"))
    let random = (0..<32).map { UInt8($0 < 31 ? 200 + $0 : 10) }
    try Data(random).write(to: URL(fileURLWithPath: folder + "/random"))
    #expect(secrets("file:\(folder)/text, file:\(folder)/random") == [secret, try #require(TokenSecret(random))])
    #expect(secrets("file:\(folder)/none") == nil && secrets("file:\(folder)") == nil)
  }

  @Test(arguments: [
    "short", "\(secret),short", "\(secret),\(secret)x,\(secret)y", "base64:AAAA", "base64:\(secret)!", ",", "file:",
    "file:/dev/null",
  ])
  func `secrets that are none are refused, and not repeated`(_ text: String) {
    guard case .refused(let mistakes) = read(text) else {
      Issue.record("taken")
      return
    }
    #expect(mistakes.count == 1 && mistakes[0].hasPrefix("TCHATTER_TOKEN_SECRETS "))
    #expect(!mistakes[0].contains(Self.secret) && !mistakes[0].contains("AAAA"))
  }

  @Test func `a configuration shows no secret, and help none either`() {
    guard case .run(let configuration, _) = read(Self.secret) else { return #expect(Bool(false)) }
    #expect(!"\(configuration)".contains(Self.secret) && !String(reflecting: configuration).contains("48, 49"))
    #expect(Setting.all.allSatisfy { !$0.show(configuration).contains(Self.secret) })
  }

  @Test func `settings that mean nothing alone are remarked upon`() {
    let environment = ["TCHATTER_TOKEN_AUDIENCE": "chat", "TCHATTER_GUESTS": "no"]
    guard case .run(let configuration, let remarks) = Invocation(arguments: [], environment: environment) else {
      return #expect(Bool(false))
    }
    #expect(configuration.hub.tokens.audience == "chat" && configuration.hub.guests == .no && remarks.count == 2)
  }

  /// The key of an identity provider signs for everybody's applications.
  @Test func `people of a proxy are not taken without an audience and an issuer`() {
    let whole = ["TCHATTER_PROXY_USERS": "yes", "TCHATTER_TOKEN_AUDIENCE": "chat", "TCHATTER_TOKEN_ISSUER": "idp"]
    guard case .run(let configuration, let remarks) = Invocation(arguments: [], environment: whole) else {
      return #expect(Bool(false))
    }
    #expect(configuration.proxyUsers == .yes && remarks.isEmpty)
    for name in ["TCHATTER_TOKEN_AUDIENCE", "TCHATTER_TOKEN_ISSUER"] {
      guard case .refused(let mistakes) = Invocation(arguments: [], environment: whole.filter { $0.key != name }) else {
        return #expect(Bool(false))
      }
      #expect(mistakes.count == 1 && mistakes[0].hasPrefix("proxy-users yes needs"))
    }
  }
}
