import Testing

@testable import ChatServer
@testable import ServerTestSupport
@testable import tchatter

@Suite struct HealthCommandTests {
  /// Asks an instance that the environment tells of.
  private func run(_ server: TestServer, _ arguments: [String] = []) throws -> CommandOutcome {
    let environment = ["TCHATTER_ADMIN_LISTEN": "\(try server.address(.operators))"]
    guard case .run(let command) = HealthCommand.read(arguments, environment: environment) else {
      Issue.record("\(arguments) is refused: \(HealthCommand.read(arguments, environment: environment))")
      throw CancellationError()
    }
    return HealthCall(command).run(on: server.reactor)
  }

  @Test func `an instance is well while it takes new clients, and lives longer`() throws {
    let server = try TestServer {
      $0.adminToken = "a-token-of-the-operators"
      // It drains for longer than anybody asks, however slow the machine is.
      $0.drain.notice = .seconds(120)
    }
    #expect(try run(server) == .told("ok\n"))
    #expect(try server.ask("GET", "/health").status == 200)
    server.instance.stop()
    #expect(try run(server) == .failed("draining"))
    #expect(try run(server, ["--live"]) == .told("live\n"))
  }

  @Test func `who asks the operators' side is not taken for a proxy`() throws {
    let server = try TestServer()
    for _ in 0..<3 { _ = try run(server) }
    #expect(!server.instance.health.balancers.isWatched(now: server.reactor.now))
    _ = try server.ask("GET", "/health")
    #expect(server.instance.health.balancers.isWatched(now: server.reactor.now))
  }

  @Test func `nobody there is said in a line`() throws {
    let server = try TestServer()
    guard case .run(let command) = HealthCommand.read(["--admin", "127.0.0.1:1"], environment: [:]) else { return }
    let outcome = HealthCall(command).run(on: server.reactor)
    #expect(outcome.status == .failed && outcome.remark.contains("no instance answers at 127.0.0.1:1"))
  }

  @Test func `without an address it is the usual one`() {
    let usual = HealthCommand(question: .serves, admin: Configuration().adminListen)
    #expect(HealthCommand.read([], environment: [:]) == .run(usual))
    #expect(HealthCommand.read(["--help"], environment: [:]) == .help)
  }

  @Test(arguments: [
    ["now"], ["--live", "--live"], ["--admin", "here"], ["--admin", "127.0.0.1:1,127.0.0.1:2"], ["--dead"],
  ])
  func `a wrong command line is refused with the mistake`(_ arguments: [String]) {
    guard case .refused(let mistakes) = HealthCommand.read(arguments, environment: [:]) else {
      Issue.record("\(arguments) is taken")
      return
    }
    #expect(!mistakes.isEmpty)
  }
}
