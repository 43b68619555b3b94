import JSON
import Testing

@testable import ChatServer
@testable import ServerTestSupport
@testable import tchatter

@Suite struct FollowCommandTests {
  @Test(arguments: [
    ["lobby"], ["--user", "u1", "--room", "lobby"], ["--room", "No room"], ["--json"],
    ["--room", "a", "--seconds", "0"],
    ["--room", "a", "--seconds", "x"], ["--room"], ["--room", "a", "--admin", "x"],
  ])
  func `a wrong command line is refused with the mistake`(_ arguments: [String]) {
    guard case .refused(let mistakes) = FollowCommand.read(arguments) else {
      Issue.record("\(arguments) is taken"); return
    }
    #expect(!mistakes.isEmpty)
  }

  @Test func `a line says what it was, and steers no terminal`() throws {
    let answer = #"""
      {"events":[{"time":1700000000000,"what":"request","type":"send","room":"a\u001b[2Jb","user":"u1","name":"Ann","by":"poll",
      "bytes":12,"result":"rate_limited","milliseconds":3},{"time":1700000000001,"what":"delivered","type":"message","room":"tea",
      "user":"u2","bytes":40,"seq":7,"members":3},{"time":1700000000002,"what":"connected","user":"u1","name":"Ann","by":"websocket"}],
      "dropped":5}
      """#
    let events = FollowedEvent.all(in: try JSONParser.parseObject(Array(answer.utf8)), of: "i1")
    #expect(
      events.map(\.text) == [
        "2023-11-14T22:13:20.000Z i1 u1 (Ann) by poll: send in a?[2Jb 12 B -> rate_limited in 3 ms\n",
        "2023-11-14T22:13:20.001Z i1 message 7 of u2 in tea 40 B -> 3 members\n",
        "2023-11-14T22:13:20.002Z i1 u1 (Ann) by websocket connected\n",
        "2023-11-14T22:13:20.002Z i1 5 more lines found no room\n",
      ])
    #expect(events.last?.json.contains(#""what":"dropped","count":5,"instance":"i1"}"#) == true)
  }

  @Test func `it fails at once where nobody answers or somebody refuses`() throws {
    let server = try TestServer { $0.adminToken = "a-token-of-the-operators" }
    for (admin, reason) in [
      ("\(try server.address(.operators))", "the instance wants"), ("127.0.0.1:1", "no instance answers"),
    ] {
      guard case .run(let command) = FollowCommand.read(["--room", "a", "--admin", admin]) else {
        Issue.record("refused"); return
      }
      let outcome = FollowCall(command, adminToken: nil).run(on: server.reactor)
      #expect(outcome.status == .failed && outcome.remark.hasPrefix(reason))
    }
  }

  @Test func `it follows where it can, beside one that does not answer`() throws {
    let server = try TestServer()
    let admins = "127.0.0.1:1,\(try server.address(.operators))"
    guard case .run(let command) = FollowCommand.read(["--room", "a", "--seconds", "1", "--admin", admins]) else {
      Issue.record("refused"); return
    }
    let outcome = FollowCall(command, adminToken: nil).run(on: server.reactor)
    #expect(outcome.status == .stopped)
    #expect(outcome.remark.isEmpty)
  }
}
