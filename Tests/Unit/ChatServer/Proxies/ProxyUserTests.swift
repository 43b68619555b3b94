import Base
import EventLoop
import HTTP
import JSON
import NetServer
import Testing

@testable import ChatServer
@testable import ServerTestSupport

/// People who are who a trusted proxy says they are: it has verified their token.
@Suite struct ProxyUserTests {
  private static let poll = #"{"rooms":{},"wait":0}"#

  private func server(_ configure: (inout Configuration) -> Void = { _ in }) throws -> TestServer {
    try TestServer {
      $0.proxyUsers = .yes
      $0.hub.guests = .no
      $0.hub.tokens.audience = "chat"
      $0.hub.tokens.issuer = "idp"
      configure(&$0)
    }
  }

  private func verified(
    of subject: String = "7", _ called: String = #""name":"Ann""#, audience: String = "chat", in seconds: Int64 = 600,
    by algorithm: String = "RS256"
  ) -> (String, String) {
    let expires = Clock.wall / 1_000 + seconds
    let claims = #"{"iss":"idp","aud":"\#(audience)","sub":"\#(subject)",\#(called),"exp":\#(expires)}"#
    let parts = [#"{"alg":"\#(algorithm)"}"#, claims].map { Base64URL.encode(Array($0.utf8)) }
    return ("X-Verified-Token", parts.joined(separator: "."))
  }

  private func origin(_ server: TestServer) -> (String, String) {
    ("Origin", "http://\(server.instance.publicAddress)")
  }

  private func object(_ response: Response) throws -> JSONObject { try JSONParser.parseObject(response.body) }

  private func cookie(_ response: Response) throws -> (String, String) {
    ("Cookie", String(try #require(response.fields["Set-Cookie"]).prefix { $0 != ";" }))
  }

  @Test(arguments: [
    (#""email":"ann.lee@example.org","country":"US","type":"app""#, "ann.lee"),
    (#""email":"ann@example.org","preferred_username":"Ann L""#, "Ann L"), (#""preferred_username":"ann@corp""#, "ann"),
    (#""email":"ann\u200b@example.org","preferred_username":7"#, "ann"),
    (#""email":"ann@example.org","preferred_username":"@""#, "ann"),
    (#""email":"\#(String(repeating: "n", count: 64))@example.org""#, String(repeating: "n", count: 32)),
    (#""email":"\#(String(repeating: "👨‍👩‍👧", count: 30))@example.org""#, String(repeating: "👨‍👩‍👧", count: 7)),
    (#""email":"@example.org""#, nil), (#""email":"admin@example.org""#, nil), (#""email":7"#, nil),
  ])
  func `who has no name is called after their address`(_ called: String, _ name: String?) throws {
    let told = try server().ask("GET", "/session", fields: [verified(called)])
    let message = try object(told)["message"]?.string
    if let name {
      #expect(try told.status == 200 && object(told)["user"]?.object?["name"]?.string == name, "\(message ?? "")")
    } else {
      #expect(told.status == 401 && message == "The token's name is missing.")
    }
  }

  @Test func `a page of another host has no session made`() throws {
    let server = try server()
    for site in ["cross-site", "same-site", "x"] {
      let asked = try server.ask("GET", "/session", fields: [verified(), ("Sec-Fetch-Site", site)])
      #expect(asked.status == 401 && asked.fields["Set-Cookie"] == nil)
    }
    for site in ["same-origin", "none"] {
      #expect(try server.ask("GET", "/session", fields: [verified(), ("Sec-Fetch-Site", site)]).status == 200)
    }
  }

  @Test func `signing out ends what the browser shows, and makes no session`() throws {
    let server = try server()
    let own = try cookie(server.ask("GET", "/session", fields: [verified()]))
    let other = try cookie(server.ask("GET", "/session", fields: [verified(of: "8")]))
    let alone = try server.ask("DELETE", "/session?everywhere=1", fields: [verified(), origin(server)])
    #expect(alone.status == 204)
    #expect(try server.ask("GET", "/session", fields: [own]).status == 200, "no session was shown")
    #expect(try server.ask("DELETE", "/session", fields: [verified(), other, origin(server)]).status == 204)
    #expect(try server.ask("GET", "/session", fields: [other]).status == 401)
    #expect(try server.ask("GET", "/session", fields: [own]).status == 200)
  }

  @Test(arguments: ["GET", "POST"])
  func `somebody else's session is ended when another one takes its place`(_ method: String) throws {
    let server = try server()
    let first = try cookie(server.ask("GET", "/session", fields: [verified()]))
    let next = try server.ask(method, "/session", fields: [verified(of: "8"), first, origin(server)])
    #expect(next.fields["Set-Cookie"] != nil)
    #expect(try server.ask("GET", "/session", fields: [first]).status == 401)
    #expect(try server.ask("GET", "/session", fields: [cookie(next)]).status == 200)
  }

  @Test func `whoever asks who they are is signed in, once`() throws {
    let server = try server()
    let first = try server.ask("GET", "/session", fields: [verified()])
    let user = try object(first)["user"]
    #expect(first.status == 200 && user?.object?["name"]?.string == "Ann")
    let carried = try cookie(first)
    let again = try server.ask("GET", "/session", fields: [verified(), carried])
    #expect(try again.status == 200 && object(again)["user"] == user && cookie(again) == carried)
    let alone = try server.ask("GET", "/session", fields: [carried])
    #expect(try alone.status == 200 && object(alone)["user"] == user)
  }

  @Test func `a program posts for a session, and what it says explicitly counts from then on`() throws {
    let server = try server()
    let told = try object(server.ask("GET", "/session", fields: [verified()]))
    let made = try server.ask("POST", "/session", fields: [verified(), origin(server)])
    #expect(try made.status == 201 && object(made)["user"] == told["user"])
    let session = ("Authorization", "Bearer \(try #require(try object(made)["session"]?.string))")
    let known = try server.ask("GET", "/session", fields: [verified(of: "8"), session])
    #expect(try known.status == 200 && object(known)["user"] == told["user"])
    #expect(try server.ask("POST", "/session", fields: [verified(), ("Authorization", "Bearer a.b.c")]).status == 401)
  }

  @Test func `a poll without a session makes none`() throws {
    let server = try server()
    let polled = try server.ask("POST", "/poll", fields: [verified(), origin(server)], body: Self.poll)
    #expect(polled.status == 401 && polled.fields["Set-Cookie"] == nil)
  }

  @Test func `a browser that has somebody else's session gets one of whom the proxy names`() throws {
    let server = try server()
    let first = try server.ask("GET", "/session", fields: [verified()])
    let other = try server.ask("GET", "/session", fields: [verified(of: "8"), cookie(first)])
    #expect(try other.status == 200 && object(other)["user"] != object(first)["user"])
    #expect(try cookie(other) != cookie(first))
  }

  @Test func `a session that ends soon is followed by one that ends with the proxy's next word`() throws {
    let server = try server()
    let short = verified(in: 20)
    let first = try server.ask("GET", "/session", fields: [short])
    let same = try server.ask("GET", "/session", fields: [short, cookie(first)])
    #expect(try same.status == 200 && object(same)["expires"] == object(first)["expires"])
    let next = try server.ask("GET", "/session", fields: [verified(), cookie(first)])
    #expect(try next.status == 200 && object(next)["user"] == object(first)["user"])
    #expect(try object(next)["expires"]?.integer ?? 0 > (object(first)["expires"]?.integer ?? 0) + 500_000)
    #expect(try cookie(next).1 != cookie(first).1)
  }

  @Test func `a session that is over is followed by a new one`() throws {
    let server = try server()
    let old = ("Cookie", "tchatter_session=" + String(repeating: "0", count: 64))
    let told = try server.ask("GET", "/session", fields: [verified(), old])
    #expect(try told.status == 200 && cookie(told) != old)
    let polled = try server.ask("POST", "/poll", fields: [verified(), old, origin(server)], body: Self.poll)
    #expect(try polled.status == 200 && cookie(polled) != old)
  }

  @Test func `what the claims lack is told as of a token`() throws {
    let server = try server()
    for (field, words) in [
      (verified(audience: "mail"), "aud"), (verified(in: -1), "exp"), (verified(of: ""), "sub"),
      (verified(by: "none"), "alg"), (verified(by: "HS256"), "alg"), (("X-Verified-Token", "e30.e30"), "alg"),
      (("X-Verified-Token", "e30"), "two parts"), (("X-Verified-Token", verified().1 + ".x"), "two parts"),
      (("X-Verified-Token", ""), "two parts"),
    ] {
      let response = try server.ask("GET", "/session", fields: [field])
      let message = try object(response)["message"]?.string
      #expect(response.status == 401 && message?.contains(words) == true, "\(words): \(message ?? "")")
    }
  }

  @Test func `nobody is believed who is not trusted, or says it twice, or where it is not set`() throws {
    let stranger = try server { $0.trustedProxies = TrustedProxies([]) }
    #expect(try stranger.ask("GET", "/session", fields: [verified()]).status == 401)
    #expect(try stranger.ask("POST", "/session", fields: [verified()], body: #"{"name":"Ann"}"#).status == 403)
    let unset = try server { $0.proxyUsers = .no }
    #expect(try unset.ask("GET", "/session", fields: [verified()]).status == 401)
    #expect(try server().ask("GET", "/session", fields: [verified(), verified()]).status == 401)
  }

  /// The proxy adds its word to whatever a browser sends, also at the wish of another page.
  @Test func `another page does nothing in the name of whom the proxy names`() throws {
    let server = try server()
    for origin in [[("Origin", "https://evil.example")], []] {
      #expect(try server.ask("POST", "/session", fields: [verified()] + origin).status == 403)
      #expect(try server.ask("POST", "/poll", fields: [verified()] + origin, body: Self.poll).status == 403)
    }
  }
}
