import Base
import HTTP
import JSON
import Testing

@testable import ChatServer
@testable import ServerTestSupport

@Suite struct HookRoutesTests {
  /// Makes a hook through the admin side; its token and id.
  private func make(_ server: TestServer, _ json: String) throws -> (token: String, id: String) {
    let response = try server.ask("POST", "/admin/hooks", .operators, body: json)
    #expect(response.status == 201, "\(String(decoding: response.body, as: UTF8.self))")
    let object = try JSONParser.parseObject(response.body)
    #expect(object["path"]?.string == "/hooks/" + (object["token"]?.string ?? "?"))
    return (try #require(object["token"]?.string), try #require(object["hook"]?.object?["id"]?.string))
  }

  private func isText(_ response: Response, _ status: Int, _ text: String) -> Bool {
    response.status == status && response.body == Array(text.utf8)
      && response.fields["Content-Type"] == "text/plain; charset=utf-8"
  }

  private func isJSON(_ response: Response, _ status: Int, _ text: String) -> Bool {
    response.status == status && response.body == Array(text.utf8)
      && response.fields["Content-Type"] == "application/json"
  }

  @Test func `a post through each of the addresses is answered as its clients expect, and its message arrives`() throws
  {
    let server = try TestServer()
    let visitor = try server.visitor("ann")
    visitor.say(#"{"type":"join","id":"j","room":"ops"}"#)
    #expect(visitor.receive(type: "joined") != nil)
    let hook = try make(server, #"{"room":"ops"}"#)
    for (path, body) in [
      ("/hooks/\(hook.token)", #"{"text":"1"}"#),
      ("/services/T1/B1/\(hook.token)", "payload=%7B%22text%22%3A%222%22%7D"),
    ] {
      #expect(isText(try server.ask("POST", path, body: body), 200, "ok"), "\(path)")
    }
    // As Rocket.Chat answers: Jenkins' plugin for it reads nothing else.
    let path = "/hooks/any-thing/\(hook.token)?x=y"
    #expect(isJSON(try server.ask("POST", path, body: #"{"text":"3"}"#), 200, #"{"success":true}"#))
    let refused = try server.ask("POST", path, body: "{}")
    #expect(isJSON(refused, 400, #"{"success":false,"error":"no_text"}"#))
    for number in 1...3 {
      #expect(visitor.receive(type: "message")?["text"]?.string == String(number))
    }
  }

  @Test func `every error has its status and its word`() throws {
    let server = try TestServer()
    let hook = try make(server, #"{"room":"ops","create":true,"rate":0}"#)
    let path = "/hooks/\(hook.token)"
    let large = "{\"text\":\"\(String(repeating: "x", count: 530_000))\"}"
    for (path, body, status, text) in [
      (path, "{", 400, "invalid_payload"), (path, "{}", 400, "no_text"),
      (path, ##"{"text":"x","channel":"#dev"}"##, 403, "action_prohibited"),
      (path, large, 413, "the body is too long\n"),
      ("/hooks/nobody", #"{"text":"x"}"#, 403, "invalid_token"), ("/hooks/", #"{"text":"x"}"#, 403, "invalid_token"),
      ("/services/a/\(hook.token)", #"{"text":"x"}"#, 403, "invalid_token"),
      ("/hooks/a/b/\(hook.token)", #"{"text":"x"}"#, 403, "invalid_token"),
    ] {
      let response = try server.ask("POST", path, body: body)
      #expect(isText(response, status, text), "\(path.prefix(20)) \(body.prefix(20)): \(response.status)")
    }
    let wide = try make(server, #"{"room":"ops","create":true,"channels":"any","rate":1}"#)
    let nowhere = try server.ask("POST", "/hooks/\(wide.token)", body: ##"{"text":"x","channel":"#dev"}"##)
    #expect(isText(nowhere, 404, "channel_not_found"))
    let soon = try server.ask("POST", "/hooks/\(wide.token)", body: #"{"text":"x"}"#)
    #expect(isText(soon, 429, "rate_limited"))
    #expect(soon.fields["Retry-After"].flatMap { Int($0) }.map { (1...60).contains($0) } == true)
    #expect(try server.ask("GET", path).status == 405)
    #expect(try server.ask("PUT", "/admin/maintenance", .operators).status == 200)
    let closed = try server.ask("POST", path, body: #"{"text":"x"}"#)
    #expect(isText(closed, 503, "maintenance") && closed.fields["Retry-After"] == "10")
  }

  @Test func `what is refused is told to the operator: in the log, in the metrics, and of its hook`() throws {
    let server = try TestServer()
    let hook = try make(server, #"{"room":"ops","create":true,"rate":60}"#)
    let other = try make(server, #"{"room":"ops","create":true}"#)
    let path = "/hooks/\(hook.token)"
    for body in ["{", "{}", ##"{"text":"x","channel":"#dev"}"##] {
      #expect(try server.ask("POST", path, body: body).status >= 400)
    }
    #expect(try server.ask("POST", "/hooks/nobody", body: #"{"text":"x"}"#).status == 403)
    #expect(try server.ask("POST", "/hooks/\(other.token)", body: #"{"text":"x"}"#).status == 200)
    for code in ["invalid_payload", "no_text", "action_prohibited", "invalid_token"] {
      #expect(server.lines.contains { $0.contains("webhook refused") && $0.contains(code) }, "\(code)")
    }
    let metrics = String(decoding: try server.ask("GET", "/metrics", .operators).body, as: UTF8.self)
    for line in ["stored_total 1", #"refused_total{reason="no_text"} 1"#, #"refused_total{reason="rate_limited"} 0"#] {
      #expect(metrics.contains("tchatter_webhooks_\(line)\n"), "\(line)")
    }
    let list = try JSONParser.parseObject(try server.ask("GET", "/admin/hooks", .operators).body)["hooks"]?.array ?? []
    let refused = list.compactMap(\.object).map { ($0["id"]?.string, $0["refused"]?.object) }
    let told = try #require(refused.first { $0.0 == hook.id }?.1)
    #expect(told["count"] == .integer(3) && told["code"] == .string("action_prohibited"))
    #expect(told["reason"]?.string?.contains("--channels any") == true && (told["time"]?.integer ?? 0) > 0)
    #expect(refused.first { $0.0 == other.id }?.1 == nil)
  }

  @Test func `what is no post is told to the operator, too`() throws {
    let server = try TestServer()
    let hook = try make(server, #"{"room":"ops","create":true}"#)
    for (method, path) in [
      ("GET", "/hooks/\(hook.token)"), ("PUT", "/hooks/a/\(hook.token)"), ("PATCH", "/services/a/b/c"),
    ] {
      let response = try server.ask(method, path)
      #expect(response.status == 405 && response.fields["Allow"] == "POST", "\(method) \(path)")
    }
    // Whether one may post; and where there are no hooks.
    #expect(try server.ask("OPTIONS", "/hooks/\(hook.token)").status == 204)
    #expect(try server.ask("DELETE", "/health").status == 405)
    let metrics = String(decoding: try server.ask("GET", "/metrics", .operators).body, as: UTF8.self)
    #expect(metrics.contains("tchatter_webhooks_refused_total{reason=\"no_post\"} 3\n"))
    let lines = server.lines.filter { $0.contains("webhook refused") && $0.contains("no_post") }
    #expect(lines.count == 3 && !lines.contains { $0.contains(hook.token) })
  }

  @Test func `what is too large or malformed to be read is told to the operator, and of its hook`() throws {
    let server = try TestServer()
    let hook = try make(server, #"{"room":"ops","create":true}"#)
    let large = String(repeating: "x", count: 530_000)
    for path in ["/hooks/\(hook.token)", "/hooks/a/\(hook.token)", "/services/a/b/\(hook.token)", "/hooks/nobody"] {
      #expect(try server.ask("POST", path, body: large).status == 413, "\(path)")
    }
    let coded = [("Transfer-Encoding", "gzip")]
    #expect(try server.ask("POST", "/hooks/\(hook.token)", fields: coded).status == 501)
    // Elsewhere that is nothing of a hook's.
    #expect(try server.ask("POST", "/session", body: large).status == 413)
    let metrics = String(decoding: try server.ask("GET", "/metrics", .operators).body, as: UTF8.self)
    for (code, count) in [("too_large", 4), ("malformed", 1)] {
      #expect(metrics.contains("tchatter_webhooks_refused_total{reason=\"\(code)\"} \(count)\n"), "\(code)")
    }
    let lines = server.lines.filter { $0.contains("webhook refused") }
    #expect(lines.count == 5 && lines.count { $0.contains(hook.id) } == 4)
    #expect(!lines.contains { $0.contains(hook.token) })
    let list = try JSONParser.parseObject(try server.ask("GET", "/admin/hooks", .operators).body)["hooks"]?.array ?? []
    let told = try #require(list.first?.object?["refused"]?.object)
    #expect(told["count"] == .integer(4) && told["code"] == .string("malformed"))
  }

  @Test func `a flood of refusals does not flood the log`() throws {
    let server = try TestServer()
    let begun = server.reactor.now
    for _ in 0..<60 { _ = try server.ask("POST", "/hooks/nobody", body: "{}") }
    // Fifteen at once, and five more for each second that this took.
    let most = 20 + Int(5 * (server.reactor.now - begun).seconds)
    #expect(server.lines.count { $0.contains("webhook refused") } <= most)
    let metrics = String(decoding: try server.ask("GET", "/metrics", .operators).body, as: UTF8.self)
    #expect(metrics.contains(#"refused_total{reason="invalid_token"} 60"#))
  }

  @Test func `an Idempotency-Key stores a message once`() throws {
    let server = try TestServer()
    let hook = try make(server, #"{"room":"ops","create":true}"#)
    for _ in 0..<3 {
      let response = try server.ask(
        "POST", "/hooks/\(hook.token)", fields: [("idempotency-key", "k1")], body: #"{"text":"x"}"#)
      #expect(isText(response, 200, "ok"))
    }
    #expect(server.instance.hub.counters.publicationsAcknowledged == 1)
    #expect(server.instance.hub.counters.publicationsDuplicate == 2)
  }

  @Test func `operators list and revoke hooks, and the token is told once and written nowhere`() throws {
    let server = try TestServer()
    let hook = try make(server, #"{"room":"ops","create":true,"name":"CI"}"#)
    let list = try server.ask("GET", "/admin/hooks", .operators)
    let object = try JSONParser.parseObject(list.body)
    #expect(object["hooks"]?.array?.first?.object?["id"]?.string == hook.id)
    #expect(!String(decoding: list.body, as: UTF8.self).contains(hook.token))
    #expect(isText(try server.ask("POST", "/hooks/\(hook.token)", body: "{"), 400, "invalid_payload"))
    #expect(try server.ask("DELETE", "/admin/hooks/\(hook.id)", .operators).status == 204)
    #expect(isText(try server.ask("POST", "/hooks/\(hook.token)", body: #"{"text":"x"}"#), 403, "invalid_token"))
    for path in ["/admin/hooks/\(hook.id)", "/admin/hooks/", "/admin/hooks/..%2f"] {
      #expect(try server.ask("DELETE", path, .operators).status == 404, "\(path)")
    }
    #expect(server.lines.contains { $0.contains("webhook refused") && $0.contains(hook.id) })
    for act in ["add hook", "revoke hook"] {
      #expect(server.lines.contains { $0.contains("audit") && $0.contains(act) && $0.contains(hook.id) })
    }
    #expect(!server.lines.contains { $0.contains(hook.token) })
  }

  @Test func `a wish that can't be, and an unknown room, are refused with the reason`() throws {
    let server = try TestServer()
    for (body, status, part) in [
      ("{", 400, "JSON"), (#"{"room":"Ops"}"#, 400, "room"), (#"{"room":"ops"}"#, 404, "room"),
      (#"{"room":"ops","template":"a\n{{b"}"#, 400, "line 2, column 1"),
    ] {
      let response = try server.ask("POST", "/admin/hooks", .operators, body: body)
      let message = try JSONParser.parseObject(response.body)["message"]?.string
      #expect(response.status == status && message?.contains(part) == true, "\(body): \(message ?? "")")
    }
    for path in ["/admin/hooks", "/admin/hooks/x"] { #expect(try server.ask("GET", path).status == 404) }
  }
}
