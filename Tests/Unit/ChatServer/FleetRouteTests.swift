import Base
import JSON
import Testing

@testable import ChatServer
@testable import ServerTestSupport

@Suite struct FleetRouteTests {
  private static let token = "a-token-of-the-operators"

  private func fleet(_ server: TestServer) throws -> JSONObject {
    try JSONParser.parseObject(try server.ask("GET", "/admin/fleet", .operators).body)
  }

  private func objects(_ value: JSONValue?) -> [JSONObject] { (value?.array ?? []).compactMap(\.object) }

  @Test func `an instance knows itself at once, and another one once that has told how it is`() throws {
    let server = try TestServer()
    let alone = objects(try fleet(server)["instances"])
    #expect(alone.map { $0["instance"]?.string } == ["test"])
    #expect(alone.first?["phase"]?.string == "serving" && alone.first?["store"]?.object?["kind"]?.string == "memory")
    #expect(alone.first?["memory"]?.integer ?? 0 > 1_000_000 && alone.first?["age"] == nil)
    let other = try TestServer(beside: server)
    let visitor = try other.visitor("Ann")
    #expect(
      server.turn {
        let instances = (try? fleet(server)).map { objects($0["instances"]) } ?? []
        return instances.last?["instance"]?.string == "test-2" && instances.last?["websockets"]?.integer == 1
          && instances.last?["age"] != nil
      })
    visitor.hangUp()
    other.instance.stop()
    #expect(server.turn { (try? fleet(server)).map { objects($0["instances"]).last?["phase"]?.string } == "closing" })
  }

  @Test func `the figures are those of the metrics, and the busiest room is named`() throws {
    let server = try TestServer { $0.hub.messageRate = 0 }
    let ann = try server.visitor("Ann")
    ann.say(#"{"type":"join","id":"j","room":"busy"}"#)
    #expect(ann.receive(type: "joined") != nil)
    var number = 0
    #expect(
      server.turn {
        number += 1
        ann.say(#"{"type":"send","id":"s\#(number)","room":"busy","text":"x"}"#)
        _ = ann.receive(type: "sent")
        guard let fleet = try? fleet(server), let own = objects(fleet["instances"]).first,
          let room = objects(fleet["rooms"]?.object?["largest"]).first
        else { return false }
        return own["messagesPerSecond"]?.integer ?? 0 > 0 && own["messages"]?.integer ?? 0 <= Int64(number)
          && own["rooms"]?.integer == 1 && room["room"]?.string == "busy" && room["members"]?.integer == 1
          && room["messagesPerMinute"]?.integer ?? 0 > 0
      })
  }

  @Test func `the page may ask for itself and what it shows, and for nothing else`() throws {
    let server = try TestServer()
    let own = [("Sec-Fetch-Site", "same-origin")]
    for path in [
      "/admin/fleet.js", "/admin/figures.js", "/admin/fleet-view.js", "/admin/fleet.css", "/admin/fleet",
    ] {
      #expect(try server.ask("GET", path, .operators, fields: own).status < 400, "\(path)")
      let named = own + [("Origin", "http://\(try server.address(.operators))")]
      #expect(try server.ask("GET", path, .operators, fields: named).status < 400, "a module's request")
      for site in ["cross-site", "same-site"] {
        #expect(
          try server.ask("GET", path, .operators, fields: [("Sec-Fetch-Site", site)]).status == 403, "\(path) \(site)")
      }
      #expect(try server.ask("GET", path, .operators, fields: own + [("Host", "rebound.example")]).status == 403)
      #expect(try server.ask("GET", path, .operators, fields: [("Origin", "http://127.0.0.1:9080")]).status == 403)
    }
    for path in ["/admin", "/admin/"] {
      for site in ["none", "same-origin", "same-site", "cross-site"] {
        let answer = try server.ask("GET", path, .operators, fields: [("Sec-Fetch-Site", site)])
        #expect(answer.status < 400, "\(path) is where a link from \(site) leads")
      }
      #expect(try server.ask("GET", path, .operators, fields: [("Host", "rebound.example")]).status == 403)
    }
    for (method, path) in [
      ("GET", "/metrics"), ("GET", "/admin/users"), ("POST", "/admin/follow"), ("POST", "/admin/fleet"),
      ("PUT", "/admin/drain"),
    ] {
      #expect(try server.ask(method, path, .operators, fields: own).status == 403, "\(method) \(path)")
    }
  }

  @Test func `a browser shows the token as a password, and it counts for the page alone`() throws {
    let server = try TestServer { $0.adminToken = Self.token }
    let asked = try server.ask("GET", "/admin/", .operators)
    #expect(asked.status == 401 && asked.fields["WWW-Authenticate"]?.hasPrefix("Basic realm=") == true)
    for path in ["/metrics", "/admin/fleet"] {
      #expect(try server.ask("GET", path, .operators).fields["WWW-Authenticate"] == "Bearer")
    }
    func basic(_ text: String) -> [(String, String)] { [("Authorization", "Basic \(Base64.encode(Array(text.utf8)))")] }
    let right = basic("anybody:\(Self.token)")
    for path in ["/admin/", "/admin/fleet"] {
      #expect(try server.ask("GET", path, .operators, fields: right).status == 200)
      #expect(
        try server.ask("GET", path, .operators, fields: right + [("Sec-Fetch-Site", "same-origin")]).status == 200)
      let linked = try server.ask("GET", path, .operators, fields: right + [("Sec-Fetch-Site", "cross-site")])
      #expect(linked.status == (path == "/admin/" ? 200 : 401))
      #expect(
        try server.ask("GET", path, .operators, fields: [("Authorization", "Bearer \(Self.token)")]).status == 200)
      for wrong in ["anybody:\(Self.token)x", "anybody:", "anybody", ":", Self.token] {
        #expect(try server.ask("GET", path, .operators, fields: basic(wrong)).status == 401, "\(wrong)")
      }
    }
    #expect(try server.ask("GET", "/metrics", .operators, fields: right).status == 401)
    #expect(try server.ask("POST", "/admin/follow", .operators, fields: right, body: #"{"room":"tea"}"#).status == 401)
  }

  @Test func `who follows is written down, fetches what happened, and ends it`() throws {
    let server = try TestServer()
    let ann = try server.visitor("Ann")
    let begun = try server.ask("POST", "/admin/follow", .operators, body: #"{"user":"@Ann"}"#)
    #expect(begun.status == 201)
    let id = try #require(try JSONParser.parseObject(begun.body)["id"]?.string)
    let line = try JSONParser.parseObject(
      Array(try #require(server.lines.last { $0.contains("\"event\":\"audit\"") }).utf8))
    #expect(line["act"]?.string == "follow" && line["by"]?.string == "127.0.0.1" && line["done"]?.bool == true)
    #expect(line["user"]?.string?.isEmpty == false && line["room"]?.string == "")
    ann.say(#"{"type":"send","id":"s","room":"tea","text":"secret"}"#)
    #expect(ann.receive(type: "sent") != nil)
    let told = try server.ask("GET", "/admin/follow/\(id)", .operators)
    #expect(told.status == 200 && !String(decoding: told.body, as: UTF8.self).contains("secret"))
    let events = objects(try JSONParser.parseObject(told.body)["events"])
    #expect(events.map { $0["result"]?.string } == ["sent"])
    #expect(try server.ask("DELETE", "/admin/follow/\(id)", .operators).status == 204)
    #expect(try server.ask("GET", "/admin/follow/\(id)", .operators).status == 404)
  }

  @Test(arguments: [
    ("", 400), ("{}", 400), ("[]", 400), (#"{"user":"@nobody"}"#, 404), (#"{"user":"A b"}"#, 400),
    (#"{"room":"No room"}"#, 400),
    (#"{"room":"tea","user":"u1"}"#, 400), (#"{"room":5}"#, 400), (#"{"room":"tea"}"#, 201), (#"{"user":"u1"}"#, 201),
  ])
  func `what can't be followed is refused with its status`(_ body: String, _ status: Int) throws {
    #expect(try TestServer().ask("POST", "/admin/follow", .operators, body: body).status == status)
  }

  @Test func `a fifth is told that four follow already`() throws {
    let server = try TestServer()
    for _ in 0..<4 {
      #expect(try server.ask("POST", "/admin/follow", .operators, body: #"{"room":"tea"}"#).status == 201)
    }
    let refused = try server.ask("POST", "/admin/follow", .operators, body: #"{"room":"tea"}"#)
    #expect(
      refused.status == 429
        && server.lines.last { $0.contains("\"event\":\"audit\"") }?.contains("\"done\":false") == true)
  }
}
