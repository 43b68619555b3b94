import Base
import ChatClient
import EventLoop
import Foundation
import TestTimeout
import RedisProcess
import Testing

@testable import tchatter_bots

/// People in a chat of two instances, who talk with a vote bot: the programs are real, the people are in the test.
final class Team {
  let reactor: Reactor
  let redis: RedisProcess
  private(set) var servers: [ServerProcess] = []
  private let folder: URL

  init() throws {
    reactor = try Reactor()
    redis = try RedisProcess()
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("team-\(UUID().uuidString)")
    for _ in 0..<2 { servers.append(try ServerProcess(redis: "redis://127.0.0.1:\(redis.port)")) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A vote bot, once it is online. All are one user.
  func bot(on server: Int = 0, redis other: RedisProcess? = nil, _ options: [String] = []) throws -> Bots {
    let session = folder.appendingPathComponent("vote.session").path
    let bot = try Bots(
      ["vote", "team", "--redis", "redis://127.0.0.1:\((other ?? redis).port)", "--session", session]
        + servers[server].url + options)
    try bot.awaitError(" in team\n")
    return bot
  }

  func person(_ name: String, on server: Int = 0, isBot: Bool = false) throws -> Person {
    var configuration = ParticipantConfiguration(address: try ChatAddress(servers[server].url[1]), name: name)
    configuration.kind = isBot ? .bot : .user
    let person = Person(Participant(configuration, reactor: reactor))
    person.participant.join("team")
    person.participant.start()
    try #require(wait { person.rooms.contains("team") })
    return person
  }

  /// Waits until somebody sees another one in the room: the fleet hears a little later who has come.
  func awaitPresence(of name: String, seenBy person: Person) throws {
    var isSeen = false
    func look() {
      person.participant.members(of: "team") { [reactor] result in
        isSeen = (try? result.get())?.users.contains { $0.name == name } ?? false
        if !isSeen { reactor.after(.milliseconds(100)) { look() } }
      }
    }
    look()
    try #require(wait { isSeen })
  }

  /// Turns the loop until the condition holds.
  func wait(seconds: Double = testTimeout, until condition: () -> Bool) -> Bool {
    // Not by the reactor, which stands still while programs are waited for.
    let deadline = Clock.monotonic + .seconds(seconds)
    while !condition() {
      guard Clock.monotonic < deadline else { return false }
      reactor.turn(timeout: .milliseconds(5))
    }
    return true
  }
}

/// One of the people, and all that they have seen.
final class Person {
  let participant: Participant
  private(set) var messages: [RoomMessage] = []
  private(set) var rooms: Set<String> = []

  init(_ participant: Participant) {
    self.participant = participant
    participant.onEvent = { [unowned self] event in
      switch event {
      case .message(let message): messages.append(message)
      case .joined(let room, _, _, _): rooms.insert(room)
      case .direct(_, let user): participant.join("@" + user.name, history: 50)
      default: break
      }
    }
  }

  /// Says something to the bot in the room.
  func ask(_ text: String) { participant.send("@Vote " + text, to: "team") }

  /// Says something to the bot alone.
  func tell(_ text: String) {
    participant.join("@Vote", history: 50)
    participant.send(text, to: "@Vote")
  }

  private var fromBot: [RoomMessage] { messages.filter { $0.from.name == "Vote" } }
  /// What the bot has said in the room, and to this one alone.
  var heard: [String] { fromBot.filter { $0.room == "team" }.map(\.text) }
  var told: [String] { fromBot.filter { $0.room != "team" }.map(\.text) }

  func hears(_ text: String) -> Bool { heard.contains { $0.contains(text) } }
  func isTold(_ text: String) -> Bool { told.contains { $0.contains(text) } }
}
