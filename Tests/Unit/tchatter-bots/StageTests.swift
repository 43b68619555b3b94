import Base
import ChatClient
import EventLoop
import NetClient
import TestTimeout
import Testing
import WebSocket

@testable import tchatter_bots

@Suite("A stage")
struct StageTests {
  @Test("says why nobody can come in, also while they try again", .timeLimit(.minutes(10)))
  func unreachable() throws {
    let reactor = try Reactor()
    let stage = Stage(
      script: try ScriptLibrary.open("macbeth"), room: "heath", copy: 1, passes: 1, pace: Pace(speed: 0),
      address: try ChatAddress("ws://127.0.0.1:9/ws"), reactor: reactor, entropy: KernelEntropy())
    let witch = stage.performers[0]
    var ways: [DeadTransport] = []
    witch.participant.makeTransport = { _ in
      ways.append(DeadTransport())
      return ways[ways.count - 1]
    }
    witch.start()
    #expect(stage.awaited == "waiting for First Witch to come in (connecting)")

    ways[0].observer?.transport(ways[0], ended: .failed("connect: Connection refused"))
    let refused = "waiting for First Witch to come in (connect: Connection refused)"
    #expect(stage.awaited == refused)
    let deadline = Clock.monotonic + .seconds(testTimeout)
    while ways.count < 2, Clock.monotonic < deadline { reactor.turn(timeout: .milliseconds(5)) }
    #expect(witch.participant.state == .connecting)
    #expect(stage.awaited == refused)
  }
}

/// A way to the server on which nothing ever happens by itself.
private final class DeadTransport: Transport {
  weak var observer: (any TransportObserver)?

  func open() {}
  func send(_ json: [UInt8]) {}
  func probe() {}
  func close(_ code: CloseCode) {}
  func abandon() {}
}
