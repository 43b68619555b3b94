import Base
import HTTP
import JSON
import NetServer
import Testing

@testable import ChatServer
@testable import ServerTestSupport

/// People who are who a trusted proxy says they are, by a name and without a token.
@Suite struct ProxyHeaderTests {
  private func server(_ configure: (inout Configuration) -> Void = { _ in }) throws -> TestServer {
    try TestServer {
      $0.proxyHeader.user = "Remote-User"
      $0.proxyHeader.name = "Remote-Name"
      $0.hub.guests = .no
      configure(&$0)
    }
  }

  private let ann = ("Remote-User", "ann")

  private func origin(_ server: TestServer) -> (String, String) {
    ("Origin", "http://\(server.instance.publicAddress)")
  }

  private func object(_ response: Response) throws -> JSONObject { try JSONParser.parseObject(response.body) }

  private func user(_ response: Response) throws -> JSONObject? { try object(response)["user"]?.object }

  private func cookie(_ response: Response) throws -> (String, String) {
    ("Cookie", String(try #require(response.fields["Set-Cookie"]).prefix { $0 != ";" }))
  }

  private func id(_ issuer: String, _ subject: String) -> String {
    String(Base32.encode(SHA256.hash(Array(issuer.utf8) + [0] + Array(subject.utf8))).prefix(15))
  }

  @Test func `whoever asks who they are is signed in, as the same user each time`() throws {
    let server = try server()
    let first = try server.ask("GET", "/session", fields: [ann])
    #expect(try first.status == 200 && user(first)?["name"]?.string == "ann")
    #expect(try user(first)?["id"]?.string == id("remote-user", "ann"))
    let again = try server.ask("GET", "/session", fields: [ann, cookie(first)])
    #expect(try again.status == 200 && user(again) == user(first) && cookie(again) == cookie(first))
    let made = try server.ask("POST", "/session", fields: [ann, origin(server)])
    #expect(try made.status == 201 && user(made) == user(first))
    let other = try server.ask("GET", "/session", fields: [("remote-user", "bob"), cookie(first)])
    #expect(try other.status == 200 && user(other)?["name"]?.string == "bob" && cookie(other) != cookie(first))
    #expect(try server.ask("GET", "/session", fields: [cookie(first)]).status == 401, "another one sits there now")
  }

  @Test func `the issuer may be named, and keeps one proxy's names from the other's`() throws {
    let named = try server { $0.proxyHeader.issuer = "https://idp.example" }
    #expect(try user(named.ask("GET", "/session", fields: [ann]))?["id"]?.string == id("https://idp.example", "ann"))
  }

  @Test(arguments: [
    ("ann", "Ann Lee", "Ann Lee"), ("ann", "", "ann"), ("ann", "Ännchen", "Ännchen"), ("ann@example.org", "", "ann"),
    ("ann", "admin", "ann"), ("ann", "\u{200b}", "ann"),
  ])
  func `they are called as the proxy says, as far as that is a name`(
    _ subject: String, _ called: String, _ name: String
  ) throws {
    let told = try server().ask("GET", "/session", fields: [("Remote-User", subject), ("Remote-Name", called)])
    #expect(try told.status == 200 && user(told)?["name"]?.string == name)
  }

  @Test func `of whom nothing can be made a name nobody is signed in`() throws {
    for subject in ["admin", "@", String(repeating: "n", count: 257)] {
      let told = try server().ask("GET", "/session", fields: [("Remote-User", subject)])
      #expect(told.status == 401 && told.fields["Set-Cookie"] == nil, "\(subject)")
    }
    #expect(try server().ask("GET", "/session", fields: [("Remote-User", "")]).status == 401)
  }

  /// In a browser that others use as well.
  @Test func `where it can't be told who asks, the cookie of whoever was there before does not count`() throws {
    let server = try server()
    let poll = #"{"rooms":{},"wait":0}"#
    func polled(_ fields: [(String, String)]) throws -> Response {
      try server.ask("POST", "/poll", fields: fields + [origin(server)], body: poll)
    }
    let old = try cookie(server.ask("GET", "/session", fields: [ann]))
    let long = ("Remote-User", String(repeating: "b", count: 257))
    for fields in [[long], [("Remote-User", "admin")], [ann, ann], [("Remote-User", ""), ann]] {
      let status = fields.count > 1 ? 403 : 401
      #expect(try server.ask("GET", "/session", fields: fields + [old]).status == status, "\(fields)")
      #expect(try polled(fields + [old]).status == status, "\(fields)")
    }
    let told = try object(server.ask("GET", "/session", fields: [long, old]))["message"]?.string
    #expect(told == "The field that names the user has not 1 to 256 bytes.")
    for fields in [[], [("Remote-User", "")]] { #expect(try polled(fields + [old]).status == 200, "nothing is said") }
  }

  @Test func `who is not trusted, or says it twice, is refused and told so`() throws {
    let stranger = try server { $0.trustedProxies = TrustedProxies([]) }
    for (method, fields) in [("GET", [ann]), ("POST", [ann, origin(stranger)])] {
      let told = try stranger.ask(method, "/session", fields: fields, body: method == "POST" ? #"{"name":"Ann"}"# : "")
      #expect(
        try told.status == 403 && object(told)["message"]?.string?.contains("Remote-User is believed only") == true)
      #expect(told.fields["Set-Cookie"] == nil)
    }
    let twice = try server().ask("GET", "/session", fields: [ann, ann])
    #expect(
      try twice.status == 403 && object(twice)["message"]?.string == "The field Remote-User comes more than once.")
    let unset = try TestServer { _ in }
    #expect(try unset.ask("GET", "/session", fields: [ann]).status == 401, "where it is not set it is nobody's word")
  }

  @Test func `another page does nothing in the name of whom the proxy names`() throws {
    let server = try server()
    for origin in [[("Origin", "https://evil.example")], []] {
      #expect(try server.ask("POST", "/session", fields: [ann] + origin).status == 403)
      #expect(try server.ask("POST", "/poll", fields: [ann] + origin, body: #"{"rooms":{},"wait":0}"#).status == 403)
    }
    #expect(try server.ask("GET", "/session", fields: [ann, ("Sec-Fetch-Site", "cross-site")]).status == 401)
  }

  @Test func `a field is one that haproxy.cfg deletes, and nothing that others mean`() {
    for name in ["Remote-User", "remote-user", "X-Forwarded-User", "X-Auth-Request-User", "X-authentik-username"] {
      #expect(ProxyHeader.isName(name), "\(name)")
    }
    for name in [
      "", "User", "Remote-", "Cookie", "X-Forwarded-For", "x-forwarded-host", "X-Verified-Token", "Remote-U ser",
    ] {
      #expect(!ProxyHeader.isName(name), "\(name)")
    }
    for environment in [["TCHATTER_PROXY_USER_HEADER": "User"], ["TCHATTER_PROXY_NAME_HEADER": "Remote-Name"]] {
      guard case .refused(let mistakes) = Invocation(arguments: [], environment: environment) else {
        return #expect(Bool(false))
      }
      #expect(mistakes.count == 1)
    }
    let whole = ["TCHATTER_PROXY_USER_HEADER": "Remote-User", "TCHATTER_GUESTS": "no"]
    guard case .run(_, let remarks) = Invocation(arguments: [], environment: whole) else { return #expect(Bool(false)) }
    #expect(remarks.isEmpty)
  }
}
