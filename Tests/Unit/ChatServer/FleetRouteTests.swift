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
      "/admin", "/admin/", "/admin/fleet.js", "/admin/figures.js", "/admin/fleet-view.js", "/admin/fleet.css",
      "/admin/fleet",
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
    for (method, path) in [
      ("GET", "/metrics"), ("GET", "/admin/users"), ("POST", "/admin/fleet"),
      ("PUT", "/admin/drain"),
    ] {
      #expect(try server.ask(method, path, .operators, fields: own).status == 403, "\(method) \(path)")
    }
  }

  @Test func `a browser shows the token as a password, and it counts for the page alone`() throws {
    let server = try TestServer { $0.adminToken = Self.token }
    let asked = try server.ask("GET", "/admin/", .operators)
    #expect(asked.status == 401 && asked.fields["WWW-Authenticate"]?.hasPrefix("Basic realm=") == true)
    #expect(try server.ask("GET", "/metrics", .operators).fields["WWW-Authenticate"] == "Bearer")
    func basic(_ text: String) -> [(String, String)] { [("Authorization", "Basic \(Base64.encode(Array(text.utf8)))")] }
    let right = basic("anybody:\(Self.token)")
    for path in ["/admin/", "/admin/fleet"] {
      #expect(try server.ask("GET", path, .operators, fields: right).status == 200)
      #expect(
        try server.ask("GET", path, .operators, fields: right + [("Sec-Fetch-Site", "same-origin")]).status == 200)
      #expect(try server.ask("GET", path, .operators, fields: right + [("Sec-Fetch-Site", "cross-site")]).status == 401)
      #expect(
        try server.ask("GET", path, .operators, fields: [("Authorization", "Bearer \(Self.token)")]).status == 200)
      for wrong in ["anybody:\(Self.token)x", "anybody:", "anybody", ":", Self.token] {
        #expect(try server.ask("GET", path, .operators, fields: basic(wrong)).status == 401, "\(wrong)")
      }
    }
    #expect(try server.ask("GET", "/metrics", .operators, fields: right).status == 401)
  }
}
