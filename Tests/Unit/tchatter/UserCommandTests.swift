import Broker
import EventLoop
import Testing

@testable import ChatServer
@testable import ServerTestSupport
@testable import tchatter

@Suite struct UserCommandTests {
  /// Runs a command line against instances, all on one loop.
  private func run(_ servers: [TestServer], _ arguments: [String]) throws -> CommandOutcome {
    let admins = try servers.map { "\(try $0.address(.operators))" }.joined(separator: ",")
    guard case .run(let command) = UserCommand.read(arguments + ["--admin", admins]) else {
      Issue.record("\(arguments) is refused: \(UserCommand.read(arguments))")
      throw CancellationError()
    }
    return UserCall(command, adminToken: nil).run(on: servers[0].reactor)
  }

  @Test func `who is connected is listed over all instances, a line each`() throws {
    let first = try TestServer()
    let second = try TestServer(beside: first)
    let ann = try first.visitor("Ann B")
    let bob = try second.visitor("Bob")
    let lines = try run([first, second], ["list"]).output.split(separator: "\n")
    #expect(lines.count == 3 && lines[0].hasPrefix("ID"))
    #expect(lines.contains { $0.contains("  test  ") && $0.hasSuffix("  Ann B") })
    #expect(lines.contains { $0.contains("  test-2  ") && $0.hasSuffix("  Bob") })
    _ = (ann, bob)
  }

  @Test func `a user is suspended, shown, banned, pardoned and ended, by name and by id`() throws {
    let server = try TestServer()
    let ann = try server.visitor("Ann B")
    let suspended = try run([server], ["suspend", "@ann b", "--for", "30m", "--reason", "calm down"])
    #expect(suspended.status == .stopped && suspended.remark.contains(" is suspended until 20"))
    #expect(ann.receive(type: "suspended")?["reason"]?.string == "calm down")
    let id = try #require(suspended.remark.split(separator: " ").first.map(String.init))
    let shown = try run([server], ["show", id]).output
    #expect(shown.contains("suspended until 20") && shown.contains(": calm down\n") && shown.contains("user Ann B\n"))
    #expect(try run([server], ["list"]).output.contains("Ann B (suspended)"))
    #expect(try run([server], ["pardon", id]).remark == "\(id) is pardoned")
    #expect(ann.receive(type: "suspended")?["on"]?.bool == false)
    let banned = try run([server], ["ban", id, "--hold-name"])
    #expect(banned.remark == "\(id) is banned until pardoned; 1 session has ended")
    #expect(ann.awaitClose() == 4503)
    #expect(try run([server], ["show", id]).output.contains("banned until pardoned\nno session is known\n"))
    #expect(try run([server], ["end", id]).remark == "\(id): 0 sessions have ended")
  }

  @Test func `what stands against it is said in a line`() throws {
    let server = try TestServer()
    #expect(try run([server], ["show", "@nobody"]).remark == "Nobody has this name.")
    #expect(try run([server], ["end", "no/such"]).remark.contains("A user is an id"))
    let long = try run([server], ["ban", "u1", "--reason", String(repeating: "a", count: 201)])
    #expect(long.status == .failed && long.remark.contains("at most 200"))
    guard case .run(let nobody) = UserCommand.read(["list", "--admin", "127.0.0.1:1"]) else { return }
    #expect(UserCall(nobody, adminToken: nil).run(on: server.reactor).remark.contains("no instance answers"))
  }

  @Test(arguments: [
    ["list", "x"], ["show"], ["end", "a", "b"], ["ban"], ["kick", "x"], ["end", "x", "--for", "1h"],
    ["suspend", "x", "--hold-name"], ["ban", "x", "--for", "1"], ["ban", "x", "--for", "0h"],
    ["ban", "x", "--for", "9999w"],
    ["ban", "x", "--for", "-1h"], ["list", "--admin", "127.0.0.1:1,here"], ["--hold-name"],
    ["show", "x", "--reason", "y"],
  ])
  func `a wrong command line is refused with the mistake`(_ arguments: [String]) {
    guard case .refused(let mistakes) = UserCommand.read(arguments) else {
      Issue.record("\(arguments) is taken")
      return
    }
    #expect(!mistakes.isEmpty)
  }

  @Test func `spans are read in their units`() {
    for (text, seconds) in [("90s", 90), ("30m", 1_800), ("12h", 43_200), ("7d", 604_800), ("2w", 1_209_600)] {
      guard case .run(let command) = UserCommand.read(["ban", "x", "--for", text]),
        case .act(.ban, "x", let options) = command.action
      else {
        Issue.record("\(text) is refused")
        continue
      }
      #expect(options.seconds == seconds)
    }
  }
}
