import EventLoop
import Testing

@testable import ChatServer
@testable import ServerTestSupport
@testable import tchatter

@Suite struct BotCommandTests {
  /// Runs a command line against an instance, both on one loop.
  private func run(_ server: TestServer, _ arguments: [String], token: String? = nil) throws -> CommandOutcome {
    let all = arguments + ["--admin", "\(try server.address(.operators))"]
    guard case .run(let command) = BotCommand.read(all) else {
      Issue.record("\(arguments) is refused: \(BotCommand.read(all))")
      throw CancellationError()
    }
    return BotCall(command, adminToken: token).run(on: server.reactor)
  }

  @Test func `a key is made, listed and revoked, by name`() throws {
    let server = try TestServer()
    let made = try run(server, ["add", "Robbie R."])
    #expect(made.status == .stopped && made.output.wholeMatch(of: /tcb_[0-9a-f]{64}\n/) != nil)
    #expect(made.remark.hasPrefix("Robbie R. is ") && made.remark.hasSuffix("only its hash is kept."))
    let lines = try run(server, ["list"]).output.split(separator: "\n")
    #expect(lines.count == 2 && lines[0].hasPrefix("ID") && lines[1].hasSuffix("Z  127.0.0.1  never      Robbie R."))
    let twice = try run(server, ["add", "robbie r."])
    #expect(twice.status == .failed && twice.output.isEmpty && twice.remark.hasPrefix("A bot has this name"))
    let fields = [("Authorization", "Bearer \(made.output.dropLast())")]
    #expect(try server.ask("POST", "/session", fields: fields).status == 201)
    #expect(try !run(server, ["list"]).output.contains("never"))
    #expect(try run(server, ["revoke", "Robbie R."]).remark == "Robbie R.'s key is revoked; 1 session has ended")
    let again = try run(server, ["revoke", "Robbie R."])
    #expect(again.status == .failed && again.remark == "There is no bot of this name.")
    #expect(try run(server, ["list"]).output.split(separator: "\n").count == 1)
  }

  @Test func `what stands against it is said in a line`() throws {
    let server = try TestServer { $0.adminToken = "a-token-of-the-operators" }
    #expect(try run(server, ["list"]).remark.contains("set TCHATTER_ADMIN_TOKEN"))
    let named = try run(server, ["add", "admin"], token: "a-token-of-the-operators")
    #expect(named.status == .failed && named.remark.contains("the chat's own"))
  }

  @Test(arguments: [
    ["add"], ["add", "a", "b"], ["list", "x"], ["revoke"], ["revoke", "a", "b"], ["make", "x"],
    ["add", "x", "--key", "y"], ["list", "--admin", "127.0.0.1:1,127.0.0.1:2"], ["list", "--admin", "here"],
  ])
  func `a wrong command line is refused with the mistake`(_ arguments: [String]) {
    guard case .refused(let mistakes) = BotCommand.read(arguments) else {
      Issue.record("\(arguments) is taken")
      return
    }
    #expect(!mistakes.isEmpty)
  }
}
