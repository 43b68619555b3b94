import HTTP
import JSON
import Testing

@testable import ChatServer
@testable import ServerTestSupport

@Suite struct BotRoutesTests {
  private func object(_ response: Response) throws -> JSONObject { try JSONParser.parseObject(response.body) }

  private func add(_ server: TestServer, _ name: String = "Robbie") throws -> String {
    let made = try server.ask("POST", "/admin/bots", .operators, body: #"{"name":"\#(name)"}"#)
    #expect(made.status == 201)
    return try #require(object(made)["key"]?.string)
  }

  private func signIn(_ server: TestServer, _ key: String) throws -> Response {
    try server.ask("POST", "/session", fields: [("Authorization", "Bearer \(key)")], body: #"{"name":"Ann"}"#)
  }

  @Test func `a key is made, signs in over HTTP, is listed and revoked, with a line for the audit`() throws {
    let server = try TestServer()
    let key = try add(server, "Röbbie 1")
    let made = try signIn(server, key)
    let session = try #require(object(made)["session"]?.string)
    let user = try #require(object(made)["user"]?.object)
    #expect(made.status == 201 && user["name"]?.string == "Röbbie 1" && user["kind"]?.string == "bot")
    let listed = try object(server.ask("GET", "/admin/bots", .operators))["bots"]?.array?.first?.object
    #expect(listed?["name"]?.string == "Röbbie 1" && listed?["id"] == user["id"])
    #expect(listed?["by"]?.string == "127.0.0.1")
    #expect((listed?["signedIn"]?.integer ?? 0) >= (listed?["created"]?.integer ?? .max))
    let fields = [("Authorization", "Bearer \(session)")]
    let poll = try server.ask("POST", "/poll", fields: fields, body: #"{"rooms":{},"wait":0}"#)
    #expect(poll.status == 200)
    let revoked = try server.ask("DELETE", "/admin/bots/R%C3%B6bbie%201", .operators)
    #expect(try revoked.status == 200 && object(revoked)["ended"]?.integer == 1)
    #expect(try server.ask("POST", "/poll", fields: fields, body: #"{"rooms":{},"wait":0}"#).status == 401)
    #expect(try signIn(server, key).status == 401)
    let audits = try server.lines.filter { $0.contains("\"event\":\"audit\"") }.map {
      try JSONParser.parseObject(Array($0.utf8))
    }
    #expect(audits.map { $0["act"]?.string } == ["add bot", "revoke bot"])
    #expect(audits.allSatisfy { $0["name"]?.string == "Röbbie 1" && $0["by"]?.string == "127.0.0.1" })
    #expect(audits.allSatisfy { $0["level"]?.string == "warning" && $0["done"]?.bool == true })
    #expect(!server.lines.contains { $0.contains(key) || $0.contains(key.dropFirst(4).prefix(16)) })
  }

  @Test func `a key is no session: where one is asked for it is unknown`() throws {
    let server = try TestServer()
    let fields = [("Authorization", "Bearer \(try add(server))")]
    #expect(try server.ask("GET", "/session", fields: fields).status == 401)
    #expect(try server.ask("POST", "/poll", fields: fields, body: #"{"rooms":{},"wait":0}"#).status == 401)
  }

  @Test func `wrong keys are told apart from nothing, and looked at so often only`() throws {
    let server = try TestServer {
      $0.hub.quotas = .on
      $0.hub.addressQuota = .unlimited
      $0.hub.addressQuota[keyPath: \.requests] = 1
    }
    var statuses: Set<Int> = []
    for _ in 0..<20 where !statuses.contains(429) {
      statuses.insert(try signIn(server, "tcb_" + String(repeating: "0", count: 64)).status)
    }
    #expect(statuses == [401, 429])
  }

  @Test(arguments: [
    ("POST", "/admin/bots", "", 400), ("POST", "/admin/bots", "[]", 400), ("POST", "/admin/bots", "{}", 400),
    ("POST", "/admin/bots", #"{"name":7}"#, 400), ("POST", "/admin/bots", #"{"name":"admin"}"#, 400),
    ("POST", "/admin/bots", #"{"name":"Taken"}"#, 409), ("DELETE", "/admin/bots/", "", 404),
    ("DELETE", "/admin/bots/Nobody", "", 404), ("DELETE", "/admin/bots/%", "", 404),
    ("DELETE", "/admin/bots/a%2Fb", "", 404), ("PUT", "/admin/bots", "", 405), ("GET", "/admin/bots/Taken", "", 405),
  ])
  func `what makes no sense is refused with its status`(
    _ method: String, _ path: String, _ body: String, _ status: Int
  ) throws {
    let server = try TestServer()
    _ = try add(server, "Taken")
    #expect(try server.ask(method, path, .operators, body: body).status == status)
  }

  @Test func `the public side knows nothing of it`() throws {
    let server = try TestServer()
    #expect(try server.ask("GET", "/admin/bots").status == 404)
  }
}
