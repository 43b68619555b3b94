import Broker
import BrokerContract
import ChatProtocol
import HTTP
import JSON
import Testing

@testable import ChatServer
@testable import ServerTestSupport
@testable import NetServer

/// `/admin/statistics` and `/admin/abandoned`.
@Suite struct StoreRoutesTests {
  /// How long messages are kept where they are to be old: seconds.
  private static let year = 31_536_000

  private func object(_ response: Response) throws -> JSONObject { try JSONParser.parseObject(response.body) }

  private func get(_ server: TestServer, _ path: String) throws -> JSONObject {
    let response = try server.ask("GET", path, .operators)
    #expect(response.status == 200, "\(String(decoding: response.body, as: UTF8.self))")
    return try object(response)
  }

  private func remove(_ server: TestServer, _ query: String) throws -> JSONObject {
    let response = try server.ask("DELETE", "/admin/abandoned?\(query)", .operators)
    #expect(response.status == 200, "\(String(decoding: response.body, as: UTF8.self))")
    return try object(response)
  }

  private func names(_ answer: JSONObject, _ list: String, _ member: String = "room") -> [String] {
    (answer[list]?.array ?? []).compactMap { $0.object?[member]?.string }.sorted()
  }

  private func perform<Call: BrokerCall>(_ call: Call, on server: TestServer) throws -> Call.Reply {
    var answer: Result<Call.Reply, BrokerFailure>?
    server.instance.hub.broker.perform(call) { answer = $0 }
    #expect(server.turn { answer != nil })
    return try #require(answer).get()
  }

  private func publish(_ rooms: [String], on server: TestServer) throws {
    for room in rooms { _ = try perform(Publish(.sample(1, in: .sample(room))), on: server) }
  }

  @Test func `what the store has is told in pages, the rooms with their newest message`() throws {
    let server = try TestServer()
    let rooms = (0..<600).map { "room\($0)" }
    try publish(rooms, on: server)
    var (found, cursor, pages): (Set<String>, String?, Int) = ([], "", 0)
    while let place = cursor {
      let page = try get(server, "/admin/statistics" + (place.isEmpty ? "" : "?cursor=\(place)"))
      #expect(page["keys"]?.integer == 600 && page["backlog"]?.integer == 10_000)
      found.formUnion(names(page, "rooms"))
      let first = page["rooms"]?.array?.first?.object
      #expect(first?["seq"]?.integer == 1 && first?["stored"]?.integer == 1 && first?["identity"]?.string == "i1x0")
      (cursor, pages) = (page["next"]?.string, pages + 1)
    }
    #expect(found == Set(rooms) && pages > 1)
  }

  @Test func `rooms that nobody uses are told, and removed so many at a time, with a line for the audit`() throws {
    let server = try TestServer { $0.backlog.seconds = Self.year }
    server.store(agedBy: 100)
    try publish(["old1", "old2", "old3"], on: server)
    server.store(agedBy: 10)
    try publish(["younger"], on: server)
    server.store(agedBy: 0)
    try publish(["new"], on: server)
    #expect(try names(get(server, "/admin/abandoned?kind=rooms"), "abandoned") == ["old1", "old2", "old3"])
    let week = "/admin/abandoned?kind=rooms&days=7"
    #expect(try names(get(server, week), "abandoned") == ["old1", "old2", "old3", "younger"])
    let first = try remove(server, "kind=rooms&limit=2")
    #expect(names(first, "removed").count == 2 && first["left"]?.integer == 1 && first["next"]?.string == "0")
    #expect(first["eventually"]?.string?.contains("eventually") == true)
    let second = try remove(server, "kind=rooms&cursor=0")
    #expect(names(second, "removed").count == 1 && second["left"]?.integer == 0 && second["next"] == nil)
    #expect(try names(get(server, "/admin/statistics"), "rooms") == ["new", "younger"])
    let audits = server.lines.filter { $0.contains(#""event":"audit""#) }
    #expect(audits.count == 3)
    for audit in audits {
      for part in [#""act":"remove abandoned room""#, #""days":90"#, #""done":true"#, #""by":"127.0.0.1""#] {
        #expect(audit.contains(part), "\(audit)")
      }
    }
  }

  @Test func `what was kept of a page is left as what was not tried, and does not hold up the next page`() throws {
    let things = try (0..<4).map { AbandonedThing.hook(ListedHook(try .sample("h\($0)"), refusals: nil)) }
    let page = AbandonedPage(things: things, next: 9)
    for (gone, left, next) in [
      ([true, true], 2, 5), ([true, false], 3, 5), ([false, false], 4, 9),
      ([true, true, true, true], 0, 9), ([true, true, false, true], 1, 9), ([], 4, 9),
    ] as [([Bool], Int, UInt64)] {
      let removal = AbandonedRemoval(of: Array(things.prefix(gone.count)), gone: gone, from: page, at: 5)
      let went = gone.filter { $0 }.count
      #expect(removal.removed.count == went && removal.left == left && removal.next == next, "\(gone)")
    }
    let last = AbandonedPage(things: things)
    #expect(AbandonedRemoval(of: things, gone: [true, true, true, false], from: last, at: 5).next == nil)
  }

  @Test func `a room with people is not abandoned, however long they are silent`() throws {
    let server = try TestServer { $0.backlog.seconds = Self.year }
    server.store(agedBy: 100)
    try publish(["silent"], on: server)
    let ann = try server.visitor("Ann")
    ann.say(#"{"type":"join","id":"j","room":"silent"}"#)
    #expect(ann.receive(type: "joined") != nil)
    server.store(agedBy: 0)
    #expect(try names(get(server, "/admin/abandoned?kind=rooms"), "abandoned") == [])
    #expect(try names(remove(server, "kind=rooms"), "removed") == [])
    #expect(try names(get(server, "/admin/statistics"), "rooms") == ["silent"])
  }

  @Test func `webhooks and bots that nobody uses are told and removed, and those in use stay`() throws {
    let server = try TestServer()
    for (number, id) in ["unused", "used"].enumerated() {
      #expect(try perform(AddHook(.sample(id), token: .sample(UInt8(number))), on: server))
    }
    _ = try perform(UseHook(.sample(1)), on: server)
    for (number, name) in ["Idle", "Busy", "Here"].enumerated() {
      let (key, skeleton) = (try TokenHash.sample(UInt8(10 + number)), try UserName(name).skeleton)
      #expect(try perform(AddBot(.sample(name), key: key, skeleton: skeleton), on: server) == .added)
    }
    _ = try perform(
      CreateBotSession(.sample(20), key: .sample(11), created: 7, lifetime: 600), on: server)
    // Long ago, but it is still there.
    server.store(agedBy: 200)
    _ = try perform(
      CreateBotSession(.sample(21), key: .sample(12), created: 7, lifetime: 400 * 86_400), on: server)
    server.store(agedBy: 0)
    #expect(try names(get(server, "/admin/abandoned?kind=hooks"), "abandoned", "id") == ["unused"])
    #expect(try names(get(server, "/admin/abandoned?kind=bots"), "abandoned", "name") == ["Idle"])
    let hooks = try remove(server, "kind=hooks")
    #expect(names(hooks, "removed", "id") == ["unused"] && hooks["left"]?.integer == 0 && hooks["eventually"] == nil)
    #expect(try names(remove(server, "kind=bots"), "removed", "name") == ["Idle"])
    #expect(try names(get(server, "/admin/hooks"), "hooks", "id") == ["used"])
    #expect(try names(get(server, "/admin/bots"), "bots", "name") == ["Busy", "Here"])
  }

  @Test(arguments: [
    ("GET", "/admin/statistics?cursor=", 400), ("GET", "/admin/statistics?cursor=x", 400),
    ("GET", "/admin/statistics?cursor=-1", 400), ("GET", "/admin/statistics?cursor=+1", 400),
    ("GET", "/admin/statistics?cursor=18446744073709551616", 400), ("GET", "/admin/statistics?page=1", 400),
    ("GET", "/admin/statistics?cursor=1&cursor=1", 400), ("GET", "/admin/statistics?cursor", 400),
    ("GET", "/admin/statistics?cursor=18446744073709551615", 200), ("GET", "/admin/statistics?cursor=5", 200),
    ("POST", "/admin/statistics", 405), ("DELETE", "/admin/statistics", 405),
    ("GET", "/admin/abandoned", 400), ("GET", "/admin/abandoned?kind=people", 400),
    ("GET", "/admin/abandoned?kind=rooms&days=0", 400), ("GET", "/admin/abandoned?kind=rooms&days=3651", 400),
    ("GET", "/admin/abandoned?kind=rooms&days=x", 400), ("GET", "/admin/abandoned?kind=rooms&days=", 400),
    ("GET", "/admin/abandoned?kind=rooms&limit=5", 400), ("GET", "/admin/abandoned?kind=rooms&cursor=a", 400),
    ("DELETE", "/admin/abandoned", 400), ("DELETE", "/admin/abandoned?kind=rooms&limit=0", 400),
    ("DELETE", "/admin/abandoned?kind=rooms&limit=101", 400), ("DELETE", "/admin/abandoned?kind=hooks&days=-1", 400),
    ("PUT", "/admin/abandoned", 405), ("POST", "/admin/abandoned?kind=rooms", 405),
  ])
  func `what makes no sense is refused with its status`(_ method: String, _ path: String, _ status: Int) throws {
    let server = try TestServer()
    let answer = try server.ask(method, path, .operators)
    #expect(answer.status == status)
    if status == 400 { #expect(try object(answer)["message"]?.string?.isEmpty == false) }
  }

  @Test func `the public side knows nothing of it`() throws {
    let server = try TestServer()
    for path in ["/admin/statistics", "/admin/abandoned?kind=rooms"] {
      #expect(try server.ask("GET", path).status == 404)
    }
  }
}
