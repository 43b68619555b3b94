import Broker
import ChatProtocol
import EventLoop
import Testing

@testable import Chat
@testable import ChatClient
@testable import ChatServer

/// A participant that comes with a key.
@Suite("A participant with a key")
struct KeyTests {
  private func add(_ fleet: TestFleet) throws -> String {
    var key: String?
    Bots(hub: fleet.instances[0].hub).add("Robbie", maker: "") { key = try? $0.get().key }
    #expect(fleet.wait { key != nil })
    return try #require(key)
  }

  private func participant(_ fleet: TestFleet, _ key: String) throws -> Recorder {
    let recorder = try fleet.participant("Not this one", entropy: KernelEntropy()) { $0.key = key }
    recorder.participant.join("lobby")
    recorder.participant.start()
    return recorder
  }

  @Test(
    "comes as a bot, beside itself, and when its session has ended comes back",
    arguments: [TransportKind.webSocket, .poll])
  func comes(kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let key = try add(fleet)
    let (first, second) = (try participant(fleet, key), try participant(fleet, key))
    #expect(fleet.wait { first.isIn("lobby") && second.isIn("lobby") })
    let user = try #require(first.participant.user)
    #expect(user.name == "Robbie" && user.kind == .bot && second.participant.user == user)
    let session = first.participant.session
    let hash = try #require(session.flatMap(Token.hash))
    fleet.instances[0].hub.broker.perform(EndSession(hash)) { _ in }
    #expect(fleet.wait { first.participant.session != nil && first.participant.session != session })
    first.participant.send("back", to: "lobby")
    #expect(fleet.wait { second.texts == ["back"] })
    #expect(first.participant.user == user)
  }

  @Test("ends when its key is revoked", arguments: [TransportKind.webSocket, .poll])
  func ends(kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let bot = try participant(fleet, try add(fleet))
    #expect(fleet.wait { bot.isIn("lobby") })
    Bots(hub: fleet.instances[1].hub).revoke(try UserName("Robbie")) { _ in }
    #expect(
      fleet.wait {
        if case .ended(.refused(let refusal)) = bot.participant.state { refusal.code == "unauthorized" } else { false }
      })
  }
}
