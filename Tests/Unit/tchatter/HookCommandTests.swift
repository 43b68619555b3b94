import Broker
import EventLoop
import Foundation
import Testing

@testable import ChatServer
@testable import ServerTestSupport
@testable import tchatter

@Suite struct HookCommandTests {
  private static let token = "a-token-of-the-operators"

  /// Runs a command line against an instance, both on one loop.
  private func run(_ server: TestServer, _ arguments: [String], token: String? = nil) throws -> CommandOutcome {
    let all = arguments + ["--admin", "\(try server.address(.operators))"]
    guard case .run(let command) = HookCommand.read(all) else {
      Issue.record("\(arguments) is refused: \(HookCommand.read(all))")
      throw CancellationError()
    }
    return HookCall(command, adminToken: token).run(on: server.reactor)
  }

  @Test func `a hook is made, listed and revoked`() throws {
    let server = try TestServer()
    let made = try run(server, ["add", "ops", "--name", "CI", "--create", "--channels=any", "--rate", "0"])
    let base = "http://\(try server.address())/hooks/"
    #expect(made.status == .stopped && made.output.hasPrefix(base) && made.output.hasSuffix("\n"))
    let token = made.output.dropFirst(base.count).dropLast()
    #expect(try server.ask("POST", "/hooks/\(token)", body: #"{"text":"x"}"#).status == 200)
    #expect(made.remark.contains("appears with the first message"))
    #expect(try !run(server, ["add", "ops"]).remark.contains("appears"), "it is there now")
    let list = try run(server, ["list"])
    let id = try #require(made.remark.split(separator: " ").first.map(String.init))
    let lines = list.output.split(separator: "\n")
    #expect(lines.count == 3 && lines[0].hasPrefix("ID") && lines[1].hasPrefix(id) && lines[1].hasSuffix("Z  CI"))
    #expect(try server.ask("POST", "/hooks/\(token)", body: "{}").status == 400)
    let refused = try run(server, ["list"]).output.split(separator: "\n")
    #expect(refused.count == 4 && refused[2].hasPrefix("  1 post refused, the last one at 20"))
    #expect(refused[2].contains("Z: no_text: nothing in it can be shown: "))
    #expect(try run(server, ["revoke", id]).remark == "\(id) is revoked")
    let again = try run(server, ["revoke", id])
    #expect(again.status == .failed && again.remark.contains("no hook"))
    #expect(try run(server, ["list"]).output.split(separator: "\n").count == 2)
    let elsewhere = try run(server, ["add", "ops", "--create", "--url", "https://chat.example.org/"])
    #expect(elsewhere.output.hasPrefix("https://chat.example.org/hooks/"))
  }

  @Test func `a template comes from a file or from the command line, and its mistakes are told with their place`()
    throws
  {
    let server = try TestServer()
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("hook-\(UUID().uuidString).txt").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    try "one\n{{a}}\n".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(try run(server, ["add", "ops", "--create", "--template", file]).status == .stopped)
    #expect(try run(server, ["add", "ops", "--create", "--template", "{{b}}"]).status == .stopped)
    var templates: [String] = []
    server.instance.hub.broker.perform(ListHooks()) { templates = ((try? $0.get()) ?? []).map(\.hook.template) }
    server.turn { !templates.isEmpty }
    #expect(Set(templates) == ["one\n{{a}}", "{{b}}"])
    try "one\n {{#a}}".write(toFile: file, atomically: true, encoding: .utf8)
    let open = try run(server, ["add", "ops", "--create", "--template", file])
    #expect(open.status == .failed && open.remark.contains("line 2, column 2"))
    #expect(try run(server, ["add", "ops", "--template", "no-such-file"]).remark.contains("neither a file nor"))
    let long = String(repeating: "{{a}}", count: 1_000)
    #expect(try run(server, ["add", "ops", "--template", long]).remark.contains("4096"))
  }

  @Test func `what stands against it is said in a line`() throws {
    let server = try TestServer { $0.adminToken = Self.token }
    #expect(try run(server, ["list"]).remark.contains("set TCHATTER_ADMIN_TOKEN"))
    #expect(try run(server, ["list"], token: Self.token + "x").remark.contains("another admin token"))
    #expect(try run(server, ["list"], token: Self.token).status == .stopped)
    let unknown = try run(server, ["add", "ops"], token: Self.token)
    #expect(unknown.status == .failed && unknown.remark.contains("--create"))
    #expect(try run(server, ["revoke", "../x"], token: Self.token).remark.contains("no hook"))
    guard case .run(let wrong) = HookCommand.read(["list", "--admin", "\(try server.address())"]) else { return }
    #expect(
      HookCall(wrong, adminToken: nil).run(on: server.reactor).remark.contains("not an instance's admin listener"))
    guard case .run(let nobody) = HookCommand.read(["list", "--admin", "127.0.0.1:1"]) else { return }
    #expect(
      HookCall(nobody, adminToken: nil).run(on: server.reactor).remark.contains("no instance answers at 127.0.0.1:1"))
  }

  @Test(arguments: [
    ["add"], ["add", "a", "b"], ["list", "x"], ["revoke"], ["make", "x"], ["list", "--name", "x"],
    ["add", "a", "--rate", "x"],
    ["add", "a", "--name"], ["add", "a", "--nome"], ["list", "--admin", "here"],
    ["add", "a", "--url", "chat.example"],
    ["add", "a", "--name", "x", "--name", "y"], ["--create"],
  ])
  func `a wrong command line is refused with the mistake`(_ arguments: [String]) {
    guard case .refused(let mistakes) = HookCommand.read(arguments) else {
      Issue.record("\(arguments) is taken")
      return
    }
    #expect(mistakes.count == 1, "\(mistakes)")
  }

  @Test func `help is told when it is asked for, and when nothing is`() {
    for arguments in [[], ["--help"], ["add", "--help"], ["-h", "list"]] {
      #expect(HookCommand.read(arguments) == .help, "\(arguments)")
    }
    #expect(HookCommand.read(["list", "--admin", "localhost:9"]) != .help)
  }
}
