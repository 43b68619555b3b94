import HTTP
import JSON
import Testing

@testable import ChatServer
@testable import ServerTestSupport

@Suite struct OperatorTests {
  private static let token = "a-token-of-the-operators"

  @Test func `the test is a user's whole visit, step by step`() throws {
    let server = try TestServer()
    let response = try server.ask("GET", "/test", .operators)
    #expect(response.status == 200)
    let object = try JSONParser.parseObject(response.body)
    let steps = (object["tests"]?.array ?? []).compactMap(\.object)
    #expect(object["success"]?.bool == true && object["health"]?.object?["status"]?.string == "ok")
    let names = steps.compactMap { $0["name"]?.string }
    #expect(names.prefix(5) == ["page", "sign-in", "session", "connect", "join"])
    for step in steps {
      #expect(step["success"]?.bool == true, "\(step["name"]?.string ?? "") \(step["error"]?.string ?? "")")
      #expect(step["description"]?.string != nil && step["endpoint"]?.string != nil && step["ms"]?.integer != nil)
    }
    #expect(server.turn { server.instance.sockets.count == 0 }, "the visitor has left")
  }

  @Test func `maintenance closes the chat to everybody but operators and the test`() throws {
    let server = try TestServer { $0.adminToken = Self.token }
    let admin = [("Authorization", "Bearer \(Self.token)")]
    let switched = try server.ask(
      "PUT", "/admin/maintenance", .operators, fields: admin, body: #"{"message":"Back at noon"}"#)
    #expect(switched.status == 200)
    #expect(try server.ask("GET", "/health").status == 404)
    let refused = try server.ask("POST", "/session", body: #"{"name":"ann"}"#)
    #expect(refused.status == 503 && String(decoding: refused.body, as: UTF8.self).contains("Back at noon"))
    let visitor = try TestSocket(server)
    visitor.say(#"{"type":"hello","id":"h","version":1,"name":"ann"}"#)
    #expect(visitor.receive(type: "error")?["code"]?.string == "maintenance")
    let passes = [("Tchatter-Operator", Self.token)]
    #expect(try server.ask("POST", "/session", fields: passes, body: #"{"name":"op"}"#).status == 201)
    let test = try server.ask("GET", "/test", .operators, fields: admin)
    #expect(test.status == 503)
    #expect(try JSONParser.parseObject(test.body)["success"]?.bool == true)
    #expect(try server.ask("DELETE", "/admin/maintenance", .operators, fields: admin).status == 200)
    #expect(try server.ask("GET", "/health").status == 200)
  }

  @Test(arguments: [#"{"message":""}"#, #"{"message":5}"#, "[]", "{", #"{"massage":"x"}"#])
  func `a maintenance message that makes no sense changes nothing`(_ body: String) throws {
    let server = try TestServer()
    #expect(try server.ask("PUT", "/admin/maintenance", .operators, body: body).status == 400)
    #expect(try server.ask("GET", "/health").status == 200)
  }

  @Test func `with a token configured, nobody is let in without it`() throws {
    let server = try TestServer { $0.adminToken = Self.token }
    for path in ["/metrics", "/test", "/admin/maintenance", "/nothing"] {
      #expect(try server.ask("GET", path, .operators).status == 401, "\(path)")
      let wrong = [("Authorization", "Bearer \(Self.token.dropLast())x")]
      #expect(try server.ask("GET", path, .operators, fields: wrong).status == 401, "\(path)")
    }
    let right = [("Authorization", "Bearer \(Self.token)")]
    #expect(try server.ask("GET", "/metrics", .operators, fields: right).status == 200)
    for path in ["/health", "/live"] { #expect(try server.ask("GET", path, .operators).status == 200, "\(path)") }
  }

  @Test func `a page in a browser on this machine is no operator`() throws {
    let server = try TestServer()
    for fields in [
      [("Host", "rebound.example")], [("Origin", "http://127.0.0.1:9080")], [("Sec-Fetch-Site", "same-origin")],
      [("Host", "localhost.example:9080")],
    ] {
      #expect(try server.ask("GET", "/metrics", .operators, fields: fields).status == 403, "\(fields)")
    }
    #expect(try server.ask("GET", "/metrics", .operators, fields: [("Host", "localhost:9080")]).status == 200)
  }

  @Test func `the metrics are Prometheus' text, each with its type and once`() throws {
    let server = try TestServer()
    _ = try server.visitor("counted")
    let response = try server.ask("GET", "/metrics", .operators)
    #expect(response.fields["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
    let lines = String(decoding: response.body, as: UTF8.self).split(separator: "\n")
    let names = lines.filter { $0.hasPrefix("# TYPE") }.compactMap { $0.split(separator: " ").dropFirst(2).first }
    #expect(Set(names).count == names.count && names.count > 30)
    for line in lines where !line.hasPrefix("#") {
      let parts = line.split(separator: " ")
      #expect(parts.count == 2 && Double(parts[1]) != nil, "\(line)")
      #expect(names.contains(parts[0].prefix { $0 != "{" }))
    }
    #expect(lines.contains("tchatter_websockets_open 1"))
    #expect(lines.contains("tchatter_clients 1"))
  }

  @Test func `what is counted by its kind is there before it happens, so that the first one is an increase`() throws {
    let server = try TestServer()
    let text = String(decoding: try server.ask("GET", "/metrics", .operators).body, as: UTF8.self)
    for series in [
      #"websockets_closed_total{code="1000"}"#, #"websockets_closed_total{code="4008"}"#,
      #"websockets_closed_total{code="other"}"#, #"requests_limited_total{limit="user_messages"}"#,
      #"requests_limited_total{limit="address_sign_ins"}"#, #"webhooks_refused_total{reason="no_text"}"#,
    ] { #expect(text.contains("tchatter_\(series) 0\n"), "\(series)") }
  }
}
