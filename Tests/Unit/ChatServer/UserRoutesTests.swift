import JSON
import Testing

@testable import ChatServer
@testable import ServerTestSupport

@Suite struct UserRoutesTests {
  private func object(_ body: [UInt8]) throws -> JSONObject { try JSONParser.parseObject(body) }

  private func signIn(_ server: TestServer, _ name: String) throws -> (id: String, token: String) {
    let answer = try object(server.ask("POST", "/session", body: #"{"name":"\#(name)"}"#).body)
    return (try #require(answer["user"]?.object?["id"]?.string), try #require(answer["session"]?.string))
  }

  @Test func `a ban refuses what comes with the session, over each way, and says why`() throws {
    let server = try TestServer()
    let (id, token) = try signIn(server, "Ann")
    let answer = try server.ask(
      "POST", "/admin/users/\(id)/ban", .operators, body: #"{"for":3600,"reason":"spam\tand more"}"#)
    #expect(answer.status == 400, "no control characters")
    let banned = try server.ask("POST", "/admin/users/\(id)/ban", .operators, body: #"{"for":3600,"reason":"spam"}"#)
    #expect(try banned.status == 200 && object(banned.body)["ended"]?.integer == 1)
    let fields = [("Authorization", "Bearer \(token)")]
    let session = try server.ask("GET", "/session", fields: fields)
    #expect(session.status == 403 && String(decoding: session.body, as: UTF8.self).contains("UTC: spam"))
    #expect(try server.ask("POST", "/poll", fields: fields, body: #"{"rooms":{}}"#).status == 403)
    let socket = try TestSocket(server, fields: fields)
    #expect(socket.receive(type: "error")?["code"]?.string == "forbidden")
    #expect(socket.awaitClose() == 4503)
    let audit = try object(Array(try #require(server.lines.last { $0.contains("\"event\":\"audit\"") }).utf8))
    #expect(audit["act"]?.string == "ban" && audit["user"]?.string == id && audit["by"]?.string == "127.0.0.1")
    #expect(audit["reason"]?.string == "spam" && audit["until"]?.string?.hasPrefix("20") == true)
    #expect(audit["token"]?.bool == false && audit["done"]?.bool == true)
  }

  @Test func `a user signs out everywhere`() throws {
    let server = try TestServer()
    let (_, token) = try signIn(server, "Ann")
    let fields = [("Authorization", "Bearer \(token)")]
    let socket = try TestSocket(server, fields: fields)
    socket.say(#"{"type":"hello","id":"h","version":1}"#)
    #expect(socket.receive(type: "welcome") != nil)
    #expect(try server.ask("DELETE", "/session?everywhere=1", fields: fields).status == 204)
    #expect(socket.awaitClose() == 4501)
    #expect(try server.ask("GET", "/session", fields: fields).status == 401)
    #expect(try server.ask("POST", "/session", body: #"{"name":"Ann"}"#).status == 201)
  }

  @Test func `a poll of somebody suspended reads and can't write`() throws {
    let server = try TestServer()
    let (id, token) = try signIn(server, "Ann")
    #expect(try server.ask("POST", "/admin/users/\(id)/suspend", .operators).status == 200)
    let body = #"""
      {"session":"\#(token)","rooms":{},"wait":0,"requests":[{"type":"hello","id":"h","version":1},
      {"type":"send","id":"s","room":"lobby","text":"x"},{"type":"join","id":"j","room":"lobby"}]}
      """#
    let answer = String(decoding: try server.ask("POST", "/poll", body: body).body, as: UTF8.self)
    #expect(answer.contains(#""suspended":{}"#) && answer.contains("You may read here, but not write."))
    #expect(answer.contains(#""type":"joined""#) && !answer.contains(#""type":"sent""#))
  }

  @Test(arguments: [
    ("GET", "/admin/users?limit=0", 400), ("GET", "/admin/users?limit=1001", 400), ("GET", "/admin/users?after=A", 400),
    ("GET", "/admin/users?x", 400), ("GET", "/admin/users/", 400), ("GET", "/admin/users/@", 400),
    ("GET", "/admin/users/@nobody", 404), ("GET", "/admin/users/%40nobody", 404), ("GET", "/admin/users/@%", 400),
    ("GET", "/admin/users/u1", 200), ("GET", "/admin/users?limit=5&after=u1", 200), ("POST", "/admin/users/u1", 404),
    ("POST", "/admin/users/u1/kick", 404), ("POST", "/admin/users/u1/end/x", 404), ("POST", "/admin/users/u1/end", 200),
    ("DELETE", "/admin/users/u1", 405),
  ])
  func `what makes no sense is refused with its status`(_ method: String, _ path: String, _ status: Int) throws {
    #expect(try TestServer().ask(method, path, .operators).status == status)
  }

  @Test(arguments: ["[]", "{", #"{"for":0}"#, #"{"for":"7d"}"#, #"{"for":1e12}"#, #"{"reason":5}"#, #"{"for":-1}"#])
  func `a ban that makes no sense changes nothing`(_ body: String) throws {
    let server = try TestServer()
    #expect(try server.ask("POST", "/admin/users/u1/ban", .operators, body: body).status == 400)
    let shown = try object(server.ask("GET", "/admin/users/u1", .operators).body)
    #expect(shown["ban"] == nil)
  }
}
