import Base
import HTTP
import JSON
import Testing

@testable import Chat
@testable import ChatServer
@testable import ServerTestSupport
@testable import NetServer

@Suite struct SessionTests {
  private func token(_ response: Response) throws -> String {
    try #require(try JSONParser.parseObject(response.body)["session"]?.string)
  }

  private func cookie(_ response: Response) -> String { response.fields["Set-Cookie"] ?? "" }

  private func signIn(_ server: TestServer, _ name: String, fields: [(String, String)] = []) throws -> Response {
    try server.ask("POST", "/session", fields: fields, body: #"{"name":"\#(name)"}"#)
  }

  @Test func `a session is made, recognised by cookie and by token, and ended`() throws {
    let server = try TestServer()
    let made = try signIn(server, "ann")
    #expect(made.status == 201)
    let token = try token(made)
    #expect(token.utf8.count == 64)
    #expect(cookie(made) == "tchatter_session=\(token); Path=/; Max-Age=86400; HttpOnly; SameSite=Lax")
    for field in [("Cookie", "a=b; tchatter_session=\(token)"), ("Authorization", "bearer \(token)")] {
      let told = try server.ask("GET", "/session", fields: [field])
      #expect(told.status == 200 && String(decoding: told.body, as: UTF8.self).contains(#""name":"ann""#))
    }
    let ended = try server.ask("DELETE", "/session", fields: [("Authorization", "Bearer \(token)")])
    #expect(ended.status == 204 && cookie(ended).contains("Max-Age=0"))
    let after = try server.ask("GET", "/session", fields: [("Cookie", "tchatter_session=\(token)")])
    #expect(after.status == 401 && cookie(after).contains("Max-Age=0"))
  }

  @Test func `a code from one device signs another one in, and ends the session that this one had`() throws {
    let server = try TestServer {
      $0.hub.quotas = .on
      $0.hub.addressQuota.codes = 1
    }
    let (laptop, phone) = (try token(signIn(server, "ann")), try token(signIn(server, "bob")))
    func poll(_ token: String) throws -> String {
      let body = #"{"rooms":{},"wait":0,"requests":[{"type":"device","id":"d"}]}"#
      let answer = try server.ask("POST", "/poll", fields: [("Authorization", "Bearer \(token)")], body: body)
      return String(decoding: answer.body, as: UTF8.self)
    }
    let told = try poll(laptop)
    let code = try #require(told.firstRange(of: #""code":""#).map { told[$0.upperBound...].prefix(11) }, "\(told)")
    let own = [
      ("Origin", "http://\(server.instance.publicAddress)"), ("Cookie", "tchatter_session=\(phone)"),
    ]
    func show(_ code: Substring) throws -> Response {
      try server.ask("POST", "/session", fields: own, body: #"{"code":"\#(code)"}"#)
    }
    let made = try show(code)
    #expect(made.status == 201 && String(decoding: made.body, as: UTF8.self).contains(#""name":"ann""#))
    let token = try token(made)
    #expect(cookie(made).contains(token) && token != laptop)
    for (token, status) in [(laptop, 200), (token, 200), (phone, 401)] {
      let known = try server.ask("GET", "/session", fields: [("Authorization", "Bearer \(token)")])
      #expect(known.status == status)
    }
    let used = try show(code)
    #expect(used.status == 401 && used.fields["Set-Cookie"] == nil)
    #expect(try show("12345-67890").status == 429)
  }

  @Test func `the cookie of another session stays where a Bearer's is ended`() throws {
    let server = try TestServer()
    let (kept, other) = (try token(signIn(server, "ann")), try token(signIn(server, "bob")))
    let fields = [("Authorization", "Bearer \(other)"), ("Cookie", "tchatter_session=\(kept)")]
    let ended = try server.ask("DELETE", "/session", fields: fields)
    #expect(ended.status == 204 && cookie(ended).isEmpty)
    #expect(try server.ask("GET", "/session", fields: [fields[1]]).status == 200)
  }

  @Test(arguments: [
    ("", "bad_request"), ("{", "bad_request"), ("[]", "bad_request"), ("{}", "bad_request"),
    (#"{"name":5}"#, "bad_request"), (#"{"code":5}"#, "bad_request"),
    (#"{"name":""}"#, "bad_request"), (#"{"name":"a\u0000b"}"#, "bad_request"),
    (#"{"name":"a","name":"b"}"#, "bad_request"),
  ])
  func `a body that makes no sense is refused in the protocol's words`(_ body: String, _ code: String) throws {
    let response = try TestServer().ask("POST", "/session", body: body)
    #expect(response.status == 400)
    let object = try JSONParser.parseObject(response.body)
    #expect(object["type"]?.string == "error" && object["code"]?.string == code)
    #expect(response.fields["Set-Cookie"] == nil)
  }

  /// Threat 16.
  @Test func `a name can't add a field to the response`() throws {
    let server = try TestServer()
    let made = try signIn(server, #"a\r\nSet-Cookie: x=y\r\n\r\nb"#)
    #expect(made.status == 201 && made.fields.all("Set-Cookie") == [cookie(made)])
    #expect(String(decoding: made.body, as: UTF8.self).contains(#""name":"a Set-Cookie: x=y b""#))
  }

  @Test func `a name belongs to one session at a time`() throws {
    let server = try TestServer()
    let first = try signIn(server, "Ann")
    #expect(try signIn(server, "ann").status == 409)
    _ = try server.ask("DELETE", "/session", fields: [("Authorization", "Bearer \(try token(first))")])
    #expect(try signIn(server, "ann").status == 201)
  }

  /// Its answer may be lost.
  @Test func `the same request, known by its secret, gets the same session`() throws {
    let server = try TestServer()
    let (other, secret) = (try TestServer(beside: server), String(repeating: "aB3_", count: 8))
    func ask(_ server: TestServer, _ secret: String, name: String = "ann", _ more: [(String, String)] = []) throws
      -> Response
    {
      try server.ask("POST", "/session", fields: more, body: #"{"name":"\#(name)","secret":"\#(secret)"}"#)
    }
    let first = try ask(server, secret)
    let page = [
      ("Origin", "http://chat.example"), ("Host", "chat.example"),
      ("Cookie", String(cookie(first).prefix { $0 != ";" })),
    ]
    for again in [try ask(server, secret), try ask(other, secret, name: "Ann"), try ask(other, secret, page)] {
      #expect(again.status == 201 && again.body == first.body && cookie(again) == cookie(first))
    }
    let bearer = [("Authorization", "Bearer \(try token(first))")]
    #expect(try server.ask("GET", "/session", fields: bearer).status == 200, "it was not ended by its repeats")
    // Nobody else gets it.
    for stranger in [String(repeating: "aB3-", count: 8), secret + "a"] {
      #expect(try ask(server, stranger).status == 409)
    }
    #expect(try signIn(server, "ann").status == 409)
    let short = String(secret.dropLast())
    for guess in ["", "1", short, short + " ", short + "é", String(repeating: "a", count: 65)] {
      #expect(try ask(server, guess).status == 400, "\(guess)")
    }
    // What has ended does not come back.
    #expect(try server.ask("DELETE", "/session", fields: bearer).status == 204)
    let anew = try ask(server, secret)
    #expect(anew.status == 201 && anew.body != first.body)
  }

  /// Threat 12.
  @Test func `a token of the client's choosing is never taken over`() throws {
    let server = try TestServer()
    let chosen = String(repeating: "a", count: 64)
    let field = [("Origin", "http://\(server.instance.publicAddress)"), ("Cookie", "tchatter_session=\(chosen)")]
    let made = try signIn(server, "fixed", fields: field)
    #expect(made.status == 201)
    #expect(try token(made) != chosen)
    #expect(try server.ask("GET", "/session", fields: [("Cookie", "tchatter_session=\(chosen)")]).status == 401)
  }

  @Test func `signing in again ends the session before`() throws {
    let server = try TestServer()
    let first = try token(try signIn(server, "one"))
    let again = try signIn(server, "two", fields: [("Authorization", "Bearer \(first)")])
    #expect(again.status == 201)
    #expect(try server.ask("GET", "/session", fields: [("Authorization", "Bearer \(first)")]).status == 401)
  }

  @Test func `behind TLS the cookie is secure and bound to the host`() throws {
    let server = try TestServer()
    let made = try signIn(server, "tls", fields: [("X-Forwarded-Proto", "https")])
    #expect(cookie(made).hasPrefix("__Host-tchatter_session=") && cookie(made).hasSuffix("; Secure"))
    let plain = [("X-Forwarded-Proto", "https"), ("Cookie", "tchatter_session=\(try token(made))")]
    #expect(try server.ask("GET", "/session", fields: plain).status == 401, "one that anybody could have set")
  }

  /// Threat 26.
  @Test func `only a trusted proxy is believed`() throws {
    let server = try TestServer { $0.trustedProxies = TrustedProxies([AddressNetwork("10.0.0.1")].compactMap { $0 }) }
    let made = try signIn(server, "forged", fields: [("X-Forwarded-Proto", "https")])
    #expect(cookie(made).hasPrefix("tchatter_session=") && !cookie(made).contains("Secure"))
  }

  @Test func `the client is whoever asked the first of the trusted proxies`() throws {
    let networks = ["10.0.0.0/8", "2001:db8::/32"].compactMap(AddressNetwork.init)
    let proxies = TrustedProxies(networks)
    let rows: [(client: String, name: String, value: String, address: String)] = [
      ("10.0.0.2", "X-Forwarded-For", "1.1.1.1, 2.2.2.2", "2.2.2.2"),
      ("::ffff:10.0.0.1", "X-Forwarded-For", "1.1.1.1, 2.2.2.2", "2.2.2.2"),
      ("11.0.0.1", "X-Forwarded-For", "1.1.1.1, 2.2.2.2", "11.0.0.1"),
      ("10.0.0.2", "X-Forwarded-For", "1.1.1.1, 2.2.2.2, 10.9.9.9", "2.2.2.2"),
      ("10.0.0.2", "X-Forwarded-For", "1.1.1.1, 2.2.2.2, 2001:db8::9, 10.9.9.9", "2.2.2.2"),
      ("10.0.0.2", "X-Forwarded-For", "10.3.3.3, 10.4.4.4", "10.3.3.3"),
      ("10.0.0.2", "X-Forwarded-For", "2.2.2.2:4711", "2.2.2.2"),
      ("10.0.0.2", "X-Forwarded-For", "[2a00::1]:4711", "2a00::1"),
      ("10.0.0.2", "X-Forwarded-For", "2a00::1", "2a00::1"), ("10.0.0.2", "X-Forwarded-For", "unknown", "10.0.0.2"),
      ("10.0.0.2", "X-Forwarded-For", "2.2.2.2, x", "10.0.0.2"),
      ("10.0.0.2", "X-Forwarded-For", "2.2.2.2, unknown, 10.9.9.9", "10.9.9.9"),
      ("10.0.0.2", "Forwarded", "for=1.1.1.1, for=2.2.2.2;proto=https", "2.2.2.2"),
      ("10.0.0.2", "Forwarded", "for=\"[2a00::1]:47\"", "2a00::1"),
      ("10.0.0.2", "Forwarded", "for=_hidden", "10.0.0.2"),
      ("11.0.0.2", "Forwarded", "for=1.1.1.1", "11.0.0.2"), ("10.0.0.2", "X-Other", "1.1.1.1", "10.0.0.2"),
    ]
    for row in rows {
      var fields = Fields()
      try fields.add(row.name, row.value)
      let facts = ClientAddress(fields: fields, trustedProxies: proxies) { NumericAddress(row.client) }
      #expect(facts.address == row.address, "\(row)")
    }
  }

  /// Libraries with a cookie jar send what they were once told along with what the program says (requests, httpx, aiohttp).
  @Test func `beside a token that is said, the cookie does not count`() throws {
    let server = try TestServer()
    let made = try signIn(server, "jar")
    let jar = [
      ("Authorization", "Bearer \(try token(made))"), ("Cookie", String(cookie(made).prefix { $0 != ";" })),
    ]
    #expect(try server.ask("GET", "/session", fields: jar).status == 200)
    #expect(try server.ask("POST", "/poll", fields: jar, body: #"{"rooms":{},"wait":0}"#).status == 200)
    #expect(try TestSocket(server, fields: jar).isOpen)
    let again = try signIn(server, "jar 2", fields: jar)
    #expect(again.status == 201)
    let other = [("Authorization", "Bearer \(try token(again))"), jar[1]]
    #expect(try server.ask("DELETE", "/session", fields: other).status == 204)
    #expect(try server.ask("GET", "/session", fields: [other[0]]).status == 401)
    for field in ["Basic YTpi", "Bearer"] {
      let cookieAlone = try server.ask("DELETE", "/session", fields: [("Authorization", field), jar[1]])
      #expect(cookieAlone.status == 403, "\(field)")
    }
  }

  @Test func `sessions, and tokens that are nobody's, are counted by the address they come from`() throws {
    func make(_ change: (inout Quota) -> Void) throws -> TestServer {
      try TestServer {
        $0.hub.quotas = .on
        $0.hub.addressQuota = .unlimited
        change(&$0.hub.addressQuota)
      }
    }
    let visited = try make { $0.signIns = 2 }
    for (number, status) in zip(1..., [201, 201, 429]) {
      #expect(try signIn(visited, "visitor no \(number)").status == status)
    }
    let server = try make { $0.requests = 1 }
    let invented = [("Authorization", "Bearer " + String(repeating: "a", count: 64))]
    let begun = server.reactor.now
    var statuses: [Int] = []
    for (method, path, body) in [("GET", "/session", ""), ("POST", "/poll", "{}")] {
      repeat {
        statuses.append(try server.ask(method, path, fields: invented, body: body).status)
      } while statuses.last == 401 && statuses.count < 100
      #expect(statuses.last == 429)
    }
    // Three at once, and one more for each second that this took, of both together: a poll is such a request as well.
    let gained = Int((server.reactor.now - begun).seconds)
    #expect((3...3 + gained).contains(statuses.count - 2), "\(statuses)")
  }

  @Test func `an IPv6 network of 64 bits counts as one address`() throws {
    let networks = [
      ("2001:db8:1:2:3::4", "2001:db8:1:2::"), ("2001:db8:1:2::9", "2001:db8:1:2::"), ("::1", "::1"),
      ("10.0.0.9", "10.0.0.9"), ("::ffff:10.0.0.9", "10.0.0.9"),
    ]
    for (address, network) in networks {
      let facts = ClientAddress(fields: [:], trustedProxies: []) { NumericAddress(address) }
      #expect(facts.network == network)
    }
  }

  @Test func `signing out cuts the session's sockets`() throws {
    let server = try TestServer()
    let token = try token(try signIn(server, "cut"))
    let visitors = try (0..<2).map { _ in try TestSocket(server, fields: [("Authorization", "Bearer \(token)")]) }
    for visitor in visitors {
      visitor.say(#"{"type":"hello","id":"1","version":1}"#)
      #expect(visitor.receive(type: "welcome") != nil)
    }
    _ = try server.ask("DELETE", "/session", fields: [("Authorization", "Bearer \(token)")])
    for visitor in visitors { #expect(visitor.awaitClose() == 4501) }
  }
}
