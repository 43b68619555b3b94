import JSON
import Testing

@testable import ChatServer
@testable import ServerTestSupport
@testable import tchatter

@Suite struct TopCommandTests {
  private func run(_ server: TestServer, _ arguments: [String], token: String? = nil) throws -> CommandOutcome {
    let admin = "\(try server.address(.operators))"
    guard case .run(let command) = TopCommand.read(arguments + ["--admin", admin]) else {
      Issue.record("\(arguments) is refused: \(TopCommand.read(arguments))")
      throw CancellationError()
    }
    return TopCall(command, adminToken: token).run(on: server.reactor)
  }

  @Test func `one table and one object tell the same`() throws {
    let server = try TestServer()
    let visitor = try server.visitor("Ann")
    #expect(
      server.turn { (try? run(server, ["--once"]))?.output.contains("test      0.") == true }, "the instance's line")
    let outcome = try run(server, ["--once", "--json"])
    let instances = (try JSONParser.parseObject(Array(outcome.output.utf8))["instances"]?.array ?? []).compactMap(
      \.object)
    #expect(outcome.status == .stopped && instances.map { $0["instance"]?.string } == ["test"])
    _ = visitor
  }

  @Test func `what an instance refuses is told, and ends it`() throws {
    let server = try TestServer { $0.adminToken = "a-token-of-the-operators" }
    #expect(try run(server, []).remark == "the instance wants the admin token: set TCHATTER_ADMIN_TOKEN")
    #expect(try run(server, ["--once"], token: "another-one").status == .failed)
    #expect(try run(server, ["--once"], token: "a-token-of-the-operators").status == .stopped)
    guard case .run(let command) = TopCommand.read(["--admin", "127.0.0.1:1"]) else {
      Issue.record("refused")
      return
    }
    let outcome = TopCall(command, adminToken: nil).run(on: server.reactor)
    #expect(outcome.status == .failed && outcome.remark.hasPrefix("no instance answers at 127.0.0.1:1"))
  }

  @Test func `where one tells, it is said of the others that they do not`() throws {
    let server = try TestServer()
    let (admin, other) = ("\(try server.address(.operators))", "\(try server.address())")
    guard case .run(let command) = TopCommand.read(["--once", "--admin", "127.0.0.1:1,\(other),\(admin)"]) else {
      Issue.record("refused")
      return
    }
    let outcome = TopCall(command, adminToken: nil).run(on: server.reactor)
    #expect(outcome.status == .stopped && outcome.output.contains("test      0."))
    #expect(outcome.output.contains("127.0.0.1:1 tells nothing since 20"))
    #expect(outcome.output.contains(": \(other) is not an instance's admin listener, or that of an older version"))
  }

  @Test func `what several tell is put together: the freshest of each, rooms and clients of all`() throws {
    var picture = FleetPicture()
    for json in [
      #"""
      {"instance":"a","othersByBalancer":2,"instances":[{"instance":"a","phase":"serving","status":"ok"},
      {"instance":"b","age":1500,"polls":1},{"instance":"c","age":9000}],"rooms":{"largest":[
      {"room":"tea","messagesPerMinute":60,"deliveriesPerMinute":100,"members":2},{"room":"x","deliveriesPerMinute":300}]},
      "clients":{"largest":[{"id":"u1","name":"Ann","transport":"websocket","outbox":10}]}}
      """#,
      #"""
      {"instance":"b","instances":[{"instance":"b","polls":2},{"instance":"a","age":800},{"instance":"c","age":8000}],
      "rooms":{"largest":[{"room":"tea","messagesPerMinute":58,"deliveriesPerMinute":400,"members":8}]},
      "clients":{"largest":[{"id":"u2","name":"Bob","transport":"poll","outbox":70}]}}
      """#, "{}",
    ] { picture.add(try JSONParser.parseObject(Array(json.utf8))) }
    #expect(picture.instances.map(\.report.instance) == ["a", "b", "c"])
    #expect(picture.instances.map(\.age) == [nil, nil, 8_000] && picture.instances[1].report.polls == 2)
    #expect(
      picture.rooms.map(\.room) == ["tea", "x"] && picture.rooms[0].deliveries == 500 && picture.rooms[0].messages == 60
    )
    #expect(picture.clients.map(\.id) == ["u2", "u1"] && picture.unknown == 1)
    let text = TopText.tables(picture)
    #expect(
      text.contains("silent for 8 s") && text.contains("to 1 more") && text.contains("60       500        10       tea")
    )
  }

  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (12_345, "12 kB"), (999_999, "999 kB"), (4_200_000, "4.2 MB"),
    (7_100_000_000, "7.1 GB"),
  ])
  func `bytes are short`(_ count: Int, _ text: String) { #expect(TopText.bytes(count) == text) }

  @Test(arguments: [["now"], ["--twice"], ["--once", "--once"], ["--admin", "x"], ["--admin"]])
  func `a wrong command line is refused with the mistake`(_ arguments: [String]) {
    guard case .refused(let mistakes) = TopCommand.read(arguments) else {
      Issue.record("\(arguments) is taken"); return
    }
    #expect(!mistakes.isEmpty)
  }
}
