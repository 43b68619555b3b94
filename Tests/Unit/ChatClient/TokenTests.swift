import Base
import Broker
import JWT
import Testing
import TokenSigner

@testable import Chat
@testable import ChatClient
@testable import ChatServer

/// A participant that comes with its application's tokens, and the application.
@Suite("A participant with tokens")
struct TokenTests {
  /// What the application brings, and how often it was asked.
  private final class Application {
    let fleet: TestFleet
    var asked = 0
    /// Of the number of the question.
    var bring: (Int) -> String?

    init(_ fleet: TestFleet, bring: @escaping (Int) -> String?) {
      self.fleet = fleet
      self.bring = bring
    }

    func participant() throws -> Recorder {
      let recorder = try fleet.participant(nil) { configuration in
        configuration.token = { completion in
          self.asked += 1
          completion(self.bring(self.asked))
        }
      }
      recorder.participant.join("lobby")
      recorder.participant.start()
      return recorder
    }
  }

  private func fleet(_ kind: TransportKind) throws -> TestFleet {
    try TestFleet(over: kind, instances: 1) {
      $0.hub.tokens.secrets = [TokenSecret(TokenSigner.secret)].compactMap(\.self)
    }
  }

  private func token(_ fleet: TestFleet, in seconds: Int64 = 600) -> String {
    TokenSigner().token(of: "7", "Ann", expires: fleet.reactor.wallClock + seconds * 1_000)
  }

  private func end(_ recorder: Recorder, on fleet: TestFleet) throws {
    let hash = try #require(recorder.participant.session.flatMap(Token.hash))
    fleet.instances[0].hub.broker.perform(EndSession(hash)) { _ in }
  }

  @Test(
    "comes, and when its session has ended comes back as the same user", arguments: [TransportKind.webSocket, .poll])
  func comesBack(kind: TransportKind) throws {
    let fleet = try fleet(kind)
    let application = Application(fleet) { [fleet] _ in token(fleet) }
    let ann = try application.participant()
    #expect(fleet.wait { ann.isIn("lobby") })
    let (user, session) = (ann.participant.user, ann.participant.session)
    #expect(user?.name == "Ann" && application.asked == 1)
    try end(ann, on: fleet)
    #expect(fleet.wait { ann.participant.session != nil && ann.participant.session != session })
    ann.participant.send("back", to: "lobby")
    #expect(fleet.wait { ann.texts == ["back"] })
    #expect(ann.participant.user == user && application.asked == 2)
  }

  @Test("renews its session when that ends soon, once")
  func renews() throws {
    let fleet = try fleet(.webSocket)
    let application = Application(fleet) { [fleet] number in token(fleet, in: number == 1 ? 10 : 600) }
    let ann = try application.participant()
    #expect(fleet.wait { application.asked == 2 })
    let soon = fleet.reactor.wallClock + 100_000
    let hash = try #require(ann.participant.session.flatMap(Token.hash))
    var expires: Int64 = 0
    #expect(
      fleet.wait {
        fleet.instances[0].hub.broker.perform(FindSession(hash, lifetime: 60)) { result in
          if case .success(.found(let record, _)) = result { expires = record.expires ?? 0 }
        }
        return expires > soon
      })
    #expect(ann.participant.state == .online && application.asked == 2)
  }

  @Test("ends when its tokens are refused again and again", arguments: [TransportKind.webSocket, .poll])
  func endsWhenRefused(kind: TransportKind) throws {
    let fleet = try fleet(kind)
    let other = TokenSigner(secret: [UInt8](repeating: 1, count: 32))
    let application = Application(fleet) { number in other.token(of: "\(number)", "Ann", expires: 9_000_000_000_000) }
    let ann = try application.participant()
    #expect(
      fleet.wait {
        if case .ended(.refused(let refusal)) = ann.participant.state { refusal.code == "unauthorized" } else { false }
      })
    #expect(application.asked == 3)
  }

  @Test("does not show a token twice that was refused")
  func staleToken() throws {
    let fleet = try fleet(.webSocket)
    let stale = token(fleet, in: -1)
    let application = Application(fleet) { _ in stale }
    let ann = try application.participant()
    #expect(fleet.wait { if case .ended = ann.participant.state { true } else { false } })
    #expect(application.asked == 3)
    #expect(fleet.instances[0].hub.counters.requestsRefused == 1)
  }

  @Test("asks again, after a pause, when there is none for the moment")
  func noToken() throws {
    let fleet = try fleet(.webSocket)
    let application = Application(fleet) { [fleet] number in number < 3 ? nil : token(fleet) }
    let ann = try application.participant()
    #expect(fleet.wait { ann.isIn("lobby") })
    #expect(application.asked == 3 && ann.participant.transport == .webSocket)
  }
}
