import EventLoop
import Testing

@testable import ChatServer
@testable import ServerTestSupport
@testable import tchatter

@Suite struct RoomCommandTests {
  private func run(_ server: TestServer, _ arguments: [String]) throws -> CommandOutcome {
    let admin = "\(try server.address(.operators))"
    guard case .run(let command) = RoomCommand.read(arguments + ["--admin", admin]) else {
      Issue.record("\(arguments) is refused: \(RoomCommand.read(arguments))")
      throw CancellationError()
    }
    return RoomCall(command, adminToken: nil).run(on: server.reactor)
  }

  @Test func `a room is governed and shown, and all who are there are told`() throws {
    let server = try TestServer()
    let ann = try server.visitor("Ann")
    ann.say(#"{"type":"join","id":"j","room":"lobby"}"#)
    #expect(ann.receive(type: "joined") != nil)
    #expect(try run(server, ["show", "lobby"]).output == "lobby: open\nnobody has a role\n")
    let options = [
      "--mode", "announce", "--slow", "30", "--topic", "Tea", "--retain", "1h", "--everybody", "members",
      "--user", "@Ann", "--role", "muted", "--for", "1h",
    ]
    let governed = try run(server, ["govern", "lobby"] + options).output
    #expect(
      governed.hasPrefix(
        """
        lobby: announce
        slow: 30 s between two messages
        topic: Tea
        messages are kept for 3600 s
        @here and @all: members
        muted until 20
        """))
    #expect(governed.hasSuffix(" Ann\n"))
    let event = ann.receive(type: "policy")
    #expect(event?["from"]?.object?["id"]?.string == "operator" && event?["role"]?.string == "muted")
    #expect(try run(server, ["show", "lobby"]).output == governed)
    let audit = try #require(server.lines.last { $0.contains(#""event":"audit""#) })
    for part in [#""act":"govern""#, #""room":"lobby""#, #""mode":"announce""#, #""role":"muted""#, #""done":true"#] {
      #expect(audit.contains(part), "\(audit)")
    }
  }

  @Test func `members are swept who were guests and can't come back, and nobody else`() throws {
    let server = try TestServer()
    let ann = try server.visitor("Ann")
    ann.say(#"{"type":"join","id":"j","room":"lobby"}"#)
    let others = ["abcdefghijkl", "zyxwvutsrqponml", "bcdefghijklm"]
    for user in ["@Ann"] + others {
      let role = user == "bcdefghijklm" ? "banned" : "member"
      _ = try run(server, ["govern", "lobby", "--user", user, "--role", role])
    }
    #expect(try run(server, ["sweep", "lobby"]).output == "1 member was removed who can't come back\n")
    let left = try run(server, ["show", "lobby"]).output
    #expect(left.contains("Ann") && left.contains(others[1]) && left.contains(others[2]) && !left.contains(others[0]))
    #expect(try run(server, ["sweep", "lobby"]).output.hasPrefix("0 members"))
  }

  @Test func `what can't be is refused with what is wrong`() throws {
    let server = try TestServer()
    for (options, reason) in [
      (["--mode", "shut"], "The field mode is one of"), (["--slow", "999999"], "The field slow"),
      (["--retain", "1s"], "Messages are kept"), (["--everybody", "all"], "The field everybody is one of"),
      (["--user", "@Nobody", "--role", "owner"], "Nobody has this name."),
      (["--user", "abc", "--role", "king"], "The field role"),
      (["--user", "abc", "--role", "owner", "--for", "1h"], "Only muted and banned"),
    ] {
      let outcome = try run(server, ["govern", "lobby"] + options)
      #expect(outcome.status == .failed && outcome.remark.contains(reason), "\(outcome)")
    }
  }

  @Test func `a command line that means nothing names each mistake`() {
    func mistakes(_ arguments: String...) -> [String] {
      guard case .refused(let mistakes) = RoomCommand.read(arguments) else { return [] }
      return mistakes
    }
    #expect(mistakes("list") == ["the command is show, govern or sweep"])
    #expect(mistakes("show").first?.hasPrefix("show takes one ROOM") == true)
    #expect(mistakes("show", "@Ann").first?.hasPrefix("show takes one ROOM") == true)
    for verb in ["show", "sweep"] { #expect(mistakes(verb, "lobby", "--mode", "open") == ["--mode is for govern"]) }
    #expect(mistakes("govern", "lobby").first?.hasPrefix("govern needs") == true)
    #expect(mistakes("govern", "lobby", "--user", "@Ann") == ["--user and --role go together"])
    #expect(mistakes("govern", "lobby", "--slow", "soon").contains("--slow must be a number of seconds"))
    #expect(mistakes("govern", "lobby", "--mode", "open", "--for", "1y").contains { $0.hasPrefix("--for must be") })
    #expect(RoomCommand.read([]) == .help && RoomCommand.read(["govern", "--help"]) == .help)
  }
}
