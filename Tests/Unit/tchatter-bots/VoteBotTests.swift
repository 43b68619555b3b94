import Base
import ChatClient
import EventLoop
import Foundation
import RedisProcess
import Testing

@testable import tchatter_bots

/// The vote bot as a team uses it.
@Suite("tchatter-bots vote", .timeLimit(.minutes(10)), .serialized)
struct VoteBotTests {
  @Test("holds a vote with people on two instances, two bots acting as one")
  func twoBots() throws {
    let team = try Team()
    let bots = [try team.bot(on: 0), try team.bot(on: 1)]
    let (ann, bob, cid) = (try team.person("Ann"), try team.person("Bob", on: 1), try team.person("Cid", on: 1))
    ann.ask(#"start new vote "Login page" https://example.org/7"#)
    try #require(team.wait { cid.hears("Ann asks for votes on v1 “Login page” https://example.org/7") })
    ann.tell("vote 2")
    bob.tell("vote hard")
    try #require(team.wait { ann.isTold("I received your vote: 2") && bob.isTold("I received your vote: 3") })
    try #require(team.wait { cid.hears("2 have voted") })
    cid.tell("vote 9")
    try #require(team.wait { cid.isTold("“9” is not on the scale") })
    bob.tell("vote 2")
    cid.tell("vote 2")
    try #require(team.wait { bob.isTold("instead of 3") && cid.hears("3 have voted") })
    bob.ask("reveal")
    try #require(team.wait { ann.hears("Consensus: 2 (medium)") })
    // Two votes: what was to be reminded of is over where the time is up before a bot gets to it.
    ann.ask(#"start new vote "Slow" remind 1s"#)
    try #require(team.wait { bob.isTold("Your vote on v2") })
    ann.ask(#"start new vote "Quick" deadline 2s remind never"#)
    try #require(team.wait { ann.hears("revealed because the time is up") })
    ann.ask("list")
    try #require(team.wait { ann.hears("v3 “Quick” in team: revealed") })
    // Each bot has seen everything; the room has seen each answer once.
    #expect(Set(ann.heard).count == ann.heard.count)
    #expect(team.wait { ann.heard == bob.heard })
    #expect(ann.heard.count { $0.contains("time is up") } == 1)
    #expect(ann.heard.count { $0.contains("asks for votes") } == 3)
    for person in [ann, bob, cid] { #expect(Set(person.told).count == person.told.count) }
    for bot in bots { bot.process.terminate() }
    for bot in bots { #expect(bot.wait().status == 0) }
  }

  @Test("reminds each once, whichever bot is asked and however often they are started")
  func reminds() throws {
    let team = try Team()
    var bots = [try team.bot(on: 0), try team.bot(on: 1)]
    let (ann, bob) = (try team.person("Ann"), try team.person("Bob", on: 1))
    // Who is reminded is who was there at the beginning, as far as the fleet had heard.
    try team.awaitPresence(of: "Bob", seenBy: ann)
    ann.ask(#"start new vote "x" remind never"#)
    ann.tell("vote 1")
    try #require(team.wait { ann.isTold("I received your vote") })
    for _ in 0..<5 { ann.ask("remind") }
    try #require(team.wait { ann.heard.count { $0.hasPrefix("I remind") } == 5 && bob.isTold("Your vote on v1") })
    for bot in bots { bot.kill() }
    bots = [try team.bot(on: 1)]
    ann.ask("remind")
    // Whoever has voted by the time is not missing, and nobody is reminded.
    try #require(team.wait { ann.heard.count { $0.hasPrefix("I remind") } == 6 }, "\(ann.heard)")
    bob.tell("vote 2")
    try #require(team.wait { bob.isTold("I received your vote") }, "\(bob.told)")
    #expect(ann.heard.count { $0 == "I remind 1 of v1 “x”: Bob." } == 1)
    #expect(ann.heard.count { $0 == "I remind nobody of v1 “x”: 1 had been reminded within the hour." } == 5)
    #expect(bob.told.count { $0.hasPrefix("Your vote on v1") } == 1)
    bots[0].kill()
  }

  @Test("goes on after it was killed in the middle of a vote, and answers what was said meanwhile")
  func killed() throws {
    let team = try Team()
    let bot = try team.bot()
    let (ann, bob) = (try team.person("Ann"), try team.person("Bob", on: 1))
    ann.ask(#"start new vote "x" quorum 2"#)
    ann.tell("vote 1")
    try #require(team.wait { ann.isTold("I received your vote: 1") })
    bot.kill()
    ann.tell("vote 2")
    ann.ask("result")
    try #require(team.wait { ann.participant.unacknowledged == 0 })
    let next = try team.bot(on: 1)
    bob.tell("vote 2")
    try #require(team.wait { bob.hears("revealed because enough have voted: 2 votes.\n2 (medium): 2 – Ann and Bob") })
    #expect(team.wait { ann.isTold("instead of 1") && bob.isTold("I received your vote") && ann.hears("1 has voted") })
    #expect(Set(ann.heard).count == ann.heard.count && Set(ann.told).count == ann.told.count)
    next.kill()
  }

  @Test("answers each of many votes once, however often it is killed and started again")
  func killedAgainAndAgain() throws {
    let team = try Team()
    var bots = [try team.bot(on: 0), try team.bot(on: 1)]
    let people = [try team.person("Ann"), try team.person("Bob", on: 1), try team.person("Cid")]
    people[0].ask(#"start new vote "x" scale fibonacci"#)
    try #require(team.wait { people[0].hears("asks for votes") })
    let scale = ["1", "2", "3", "5", "8", "13", "21"]
    for round in 0..<6 {
      for number in 0..<4 {
        for person in people { person.tell("vote \(scale[(round * 4 + number) % scale.count])") }
        _ = team.wait(seconds: 0.05) { false }
      }
      bots[round % 2].kill()
      bots[round % 2] = try team.bot(on: round % 2)
    }
    #expect(team.wait { people.allSatisfy { $0.told.count { $0.hasPrefix("I received your vote") } >= 24 } })
    for person in people {
      #expect(person.told.count == 24)
      #expect(person.told.last == "I received your vote: \(scale[23 % 7]) instead of \(scale[22 % 7]) on v1 “x”.")
    }
    people[0].ask("reveal")
    #expect(team.wait { people[1].hears("Consensus: \(scale[23 % 7]).") })
  }

  @Test("goes on when the instances are restarted in the middle of a vote")
  func restarts() throws {
    let team = try Team()
    let bot = try team.bot()
    let (ann, bob) = (try team.person("Ann", on: 1), try team.person("Bob", on: 1))
    ann.ask(#"start new vote "x""#)
    try #require(team.wait { ann.hears("asks for votes") })
    for (round, person) in [ann, bob].enumerated() {
      team.servers[0].stop()
      person.tell("vote \(round + 1)")
      try team.servers[0].start()
      try #require(team.wait { person.isTold("I received your vote: \(round + 1)") })
    }
    bob.ask("reveal v1")
    #expect(team.wait { ann.hears("No consensus.") })
    bot.process.terminate()
    #expect(bot.wait().status == 0)
  }

  @Test("knows people who come back in a new session, and counts one vote of each")
  func newSession() throws {
    let team = try Team()
    let bot = try team.bot()
    let first = try team.person("Ann")
    first.ask(#"start new vote "x""#)
    first.tell("vote 1")
    try #require(team.wait { first.isTold("I received your vote: 1") })
    let token = try #require(first.participant.session)
    first.participant.stop()
    var isSignedOut = false
    SignOut.begin(token, at: first.participant.configuration.address, reactor: team.reactor) { isSignedOut = $0 }
    try #require(team.wait { isSignedOut })
    let again = try team.person("Ann", on: 1)
    again.tell("vote 3")
    try #require(team.wait { again.isTold("I received your vote: 3 (hard) instead of 1") })
    again.ask("reveal")
    #expect(team.wait { again.hears("1 vote.\n3 (hard): 1 – Ann") })
    bot.kill()
  }

  @Test("says so while its Redis is away, and goes on when that is back")
  func redisAway() throws {
    let team = try Team()
    let own = try RedisProcess(["--appendonly", "yes", "--appendfsync", "always"])
    let bot = try team.bot(redis: own)
    let ann = try team.person("Ann")
    ann.ask(#"start new vote "x""#)
    try #require(team.wait { ann.hears("asks for votes") })
    own.kill()
    ann.tell("vote 1")
    try #require(team.wait { ann.isTold("I can't reach my memory at the moment") })
    #expect(!ann.isTold("I received your vote"))
    try own.start()
    try #require(team.wait { ann.isTold("I received your vote: 1 (simple) on v1 “x”.") })
    try #require(team.wait { ann.hears("1 has voted: Ann.") })
    #expect(ann.told.count == 2)
    bot.process.terminate()
    let result = bot.wait()
    #expect(
      result.status == 0 && result.errors.contains("the store is away") && result.errors.contains("the store is back"))
  }

  @Test("tells who asks over HTTP what came of it, though the chat went away while it was kept")
  func keptWhileAway() throws {
    let team = try Team()
    let reactor = team.reactor
    let store = HeldStore(MemoryBotStore { reactor.wallClock })
    let bot = VoteBot(name: "Vote", store: store, reactor: reactor, log: BotLog { _ in })
    let configuration = ParticipantConfiguration(address: try ChatAddress(team.servers[0].url[1]), name: "Vote")
    let participant = Participant(configuration, reactor: reactor)
    participant.onEvent = { bot.hear($0) }
    bot.takePart(as: participant, in: ["team"])
    try #require(team.wait { bot.rooms.contains("team") })
    var results: [Result<PendingVoteCall.Outcome, VoteError>] = []
    func ask(_ title: String) {
      let action = VoteCall.Action.start(room: "team", VotePlan(title: title))
      let call = VoteCall(caller: HTTPCaller(name: "Planner", mayWrite: true), action: action)
      bot.perform(PendingVoteCall(call, entropy: KernelEntropy(), isAwaited: { true }) { results.append($0) })
    }
    ask("x")
    let isHeld = team.wait {
      // It is refused where the chat did not tell in time who is there.
      if !results.isEmpty {
        results = []
        ask("x")
      }
      return store.isHolding
    }
    try #require(isHeld)
    ask("y")
    bot.hear(.state(.connecting))
    #expect(results == [.failure(.chatAway)], "of what waits")
    store.release()
    try #require(team.wait { results.count == 2 })
    #expect(try results[1].get().vote.title == "x")
    bot.stop()
  }

  @Test("works over long-polling, and without Redis for one that may forget")
  func polling() throws {
    let server = try ServerProcess()
    let bot = try Bots(["vote", "team", "--transport", "poll", "--session", "/dev/null/x"] + server.url)
    try bot.awaitError("is online")
    let result = try Bots.run(["vote", "team", "--session", "/dev/null/x", "--name", "a@b"] + server.url)
    #expect(result.status == 2)
    bot.process.terminate()
    let end = bot.wait()
    #expect(end.status == 0 && end.errors.contains("votes are forgotten") && end.errors.contains("can't be written"))
  }

  @Test("ends with status 1 where somebody else has its name")
  func nameTaken() throws {
    let team = try Team()
    let somebody = try team.person("Vote", isBot: true)
    let folder = FileManager.default.temporaryDirectory.path
    let bot = try Bots(["vote", "team", "--session", "\(folder)/none-\(UUID().uuidString)"] + team.servers[0].url)
    #expect(bot.wait().status == 1)
    #expect(somebody.participant.state == .online)
  }
}
