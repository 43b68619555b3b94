import Chat
import HTTP
import JSON
import JWT
import Testing
import TokenSigner

@testable import ChatServer
@testable import ServerTestSupport

/// Signing in with the token of an application, over HTTP.
@Suite struct TokenSignInTests {
  private func server(guests: Guests = .yes) throws -> TestServer {
    try TestServer {
      $0.hub.tokens.secrets = [TokenSecret(TokenSigner.secret)].compactMap(\.self)
      $0.hub.guests = guests
    }
  }

  private func token(_ server: TestServer, of subject: String = "7", in seconds: Int64 = 600) -> String {
    TokenSigner().token(of: subject, "Ann", expires: server.reactor.wallClock + seconds * 1_000)
  }

  private func ask(_ server: TestServer, _ token: String, path: String = "/session") throws -> (Response, JSONObject) {
    let response = try server.ask("POST", path, fields: [("Authorization", "Bearer \(token)")])
    return (response, try JSONParser.parseObject(response.body))
  }

  @Test func `a token makes a session, which is told with its end, and a cookie that ends with it`() throws {
    let server = try server()
    let (made, object) = try ask(server, token(server))
    #expect(made.status == 201)
    let session = try #require(object["session"]?.string)
    let expires = try #require(object["expires"]?.integer)
    #expect(expires > server.reactor.wallClock && expires <= server.reactor.wallClock + 600_000)
    #expect(object["user"]?.object?["name"]?.string == "Ann")
    let cookie = try #require(made.fields["Set-Cookie"])
    #expect(cookie.hasPrefix("tchatter_session=\(session); Path=/; Max-Age="))
    #expect(cookie.firstMatch(of: /Max-Age=(\d+);/).flatMap { Int($0.1) }.map { 0...600 ~= $0 } == true, "\(cookie)")
    let told = try server.ask("GET", "/session", fields: [("Authorization", "Bearer \(session)")])
    let known = try JSONParser.parseObject(told.body)
    #expect(told.status == 200 && known["expires"] == object["expires"] && known["user"] == object["user"])
    let (_, again) = try ask(server, token(server))
    #expect(again["user"] == object["user"] && again["session"] != object["session"], "a second device")
  }

  @Test func `a token that is no good is refused, and stands in no answer and no line`() throws {
    let server = try server()
    let wrong = TokenSigner(secret: [UInt8](repeating: 1, count: 32)).token(of: "7", "Ann", expires: 9_000_000_000_000)
    for token in [wrong, token(server, in: -1), "a.b.c", "x", String(repeating: "A", count: 5_000)] {
      let (response, object) = try ask(server, token)
      #expect(response.status == 401 && object["code"]?.string == "unauthorized")
      #expect(response.fields["Set-Cookie"] == nil)
      #expect(!String(decoding: response.body, as: UTF8.self).contains(token.prefix(20)) || token == "x")
    }
    #expect(!server.lines.contains { $0.contains("eyJ") })
  }

  /// Addresses end up in logs, histories and Referer fields.
  @Test func `a token in an address is nothing`() throws {
    let server = try server(guests: .no)
    let token = token(server)
    for name in ["token", "access_token", "jwt", "session"] {
      let posted = try server.ask("POST", "/session?\(name)=\(token)", body: #"{"name":"Ann"}"#)
      #expect(posted.status == 403)
      #expect(try server.ask("GET", "/session?\(name)=\(token)").status == 401)
      #expect(try server.ask("POST", "/poll?\(name)=\(token)", body: #"{"rooms":{},"wait":0}"#).status == 401)
    }
    #expect(try server.ask("POST", "/session/\(token)").status == 404)
    #expect(!server.lines.contains { $0.contains(token) })
  }

  @Test func `a token is no session: where one is asked for it is unknown`() throws {
    let server = try server()
    let bearer = [("Authorization", "Bearer \(token(server))")]
    #expect(try server.ask("GET", "/session", fields: bearer).status == 401)
    #expect(try server.ask("POST", "/poll", fields: bearer, body: #"{"rooms":{},"wait":0}"#).status == 401)
  }

  @Test func `where guests are not let in they are told so, and people of the application and operators come in`()
    throws
  {
    let server = try server(guests: .no)
    let refused = try server.ask("POST", "/session", body: #"{"name":"Bob"}"#)
    #expect(refused.status == 403 && refused.fields["Set-Cookie"] == nil)
    let object = try JSONParser.parseObject(refused.body)
    #expect(object["code"]?.string == "forbidden" && object["message"]?.string?.contains("application") == true)
    #expect(try ask(server, token(server)).0.status == 201)
    let test = try server.ask("GET", "/test", .operators)
    #expect(test.status == 200, "an instance's test of itself: \(String(decoding: test.body, as: UTF8.self))")
  }

  @Test func `over long-polling a session says when it ends, and is renewed`() throws {
    let server = try server()
    let (_, object) = try ask(server, token(server, in: 300))
    let session = try #require(object["session"]?.string)
    let requests =
      #"{"type":"hello","id":"h","version":1},{"type":"renew","id":"r","token":"\#(token(server, in: 900))"}"#
    let answer = try server.ask(
      "POST", "/poll", fields: [("Authorization", "Bearer \(session)")],
      body: #"{"rooms":{},"wait":0,"requests":[\#(requests)]}"#)
    let told = try JSONParser.parseObjects(answer.body)
    let welcome = try #require(told.first { $0["type"]?.string == "welcome" })
    let renewed = try #require(told.first { $0["type"]?.string == "renewed" })
    #expect(welcome["expires"] == object["expires"])
    #expect((renewed["expires"]?.integer ?? 0) > (object["expires"]?.integer ?? .max))
  }
}
