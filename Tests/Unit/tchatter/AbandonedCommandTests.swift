import Broker
import BrokerContract
import EventLoop
import Testing

@testable import ChatServer
@testable import ServerTestSupport
@testable import tchatter

@Suite struct AbandonedCommandTests {
  private func run(_ server: TestServer, _ arguments: [String]) throws -> CommandOutcome {
    let admin = "\(try server.address(.operators))"
    guard case .run(let command) = AbandonedCommand.read(arguments + ["--admin", admin]) else {
      Issue.record("\(arguments) is refused: \(AbandonedCommand.read(arguments))")
      throw CancellationError()
    }
    return AbandonedCall(command, adminToken: nil).run(on: server.reactor)
  }

  /// Rooms that were written in long ago.
  private func server(rooms: Int) throws -> TestServer {
    let server = try TestServer { $0.backlog.seconds = 31_536_000 }
    server.store(agedBy: 100)
    for number in 0..<rooms {
      var isDone = false
      server.instance.hub.broker.perform(Publish(.sample(1, in: try .sample("old\(number)")))) { _ in isDone = true }
      #expect(server.turn { isDone })
    }
    server.store(agedBy: 0)
    return server
  }

  @Test func `what nobody uses is told, removed in as many requests as it takes, and what is left is counted`() throws {
    let server = try server(rooms: 700)
    let listed = try run(server, [])
    #expect(listed.output.hasPrefix("KIND   USED") && listed.output.split(separator: "\n").count == 701)
    #expect(
      listed.remark
        == "700 rooms unused for 90 days; 0 hooks unused for 90 days; 0 bots unused for 90 days")
    #expect(try run(server, ["rooms", "--days", "101"]).remark == "0 rooms unused for 101 days")
    let some = try run(server, ["rooms", "--remove", "--at-most", "333"])
    #expect(some.status == .stopped && some.output.split(separator: "\n").count == 334)
    #expect(some.remark.hasPrefix("333 rooms removed, 367 left. What they took is free eventually"))
    let rest = try run(server, ["rooms", "hooks", "--remove"])
    #expect(rest.remark.hasPrefix("367 rooms removed, 0 left; 0 hooks removed, 0 left. What"))
    #expect(try run(server, ["rooms", "--remove"]).remark == "0 rooms removed, 0 left")
  }

  @Test(arguments: [
    ["people"], ["rooms", "rooms"], ["--remove"], ["--days", "0"], ["--days", "x"], ["--at-most", "5"],
    ["rooms", "--remove", "--at-most", "0"], ["--admin", "127.0.0.1:1,127.0.0.1:2"], ["rooms", "--force"],
  ])
  func `a wrong command line is refused with the mistake`(_ arguments: [String]) {
    guard case .refused(let mistakes) = AbandonedCommand.read(arguments) else {
      Issue.record("\(arguments) is taken")
      return
    }
    #expect(!mistakes.isEmpty)
  }
}
