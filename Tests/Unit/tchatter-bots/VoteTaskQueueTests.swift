import Base
import ChatProtocol
import EventLoop
import TestTimeout
import Testing

@testable import ChatClient
@testable import tchatter_bots

/// What waits to be seen to: with a store in memory, and a chat that the test stands for.
@Suite struct VoteTaskQueueTests {
  /// The chat, and what it has been told.
  private final class Chat: VoteTaskQueueOwner {
    var isOnline = true
    var unacknowledged = 0
    /// `nil` while it can't tell who is there.
    var people: [Voter]? = [Voter("Ann"), Voter("Bob")]
    private(set) var asked = 0
    private(set) var kept: [BotDecision] = []
    private(set) var waited = 0

    func attendances(in rooms: Set<String>, completion: @escaping ([String: VoteRules.Attendance]?) -> Void) {
      asked += 1
      completion(people.map { people in Dictionary(uniqueKeysWithValues: rooms.map { ($0, .init(people: people)) }) })
    }
    func kept(_ decision: BotDecision, _ vote: Vote?, about task: VoteTask) {
      kept.append(decision)
      if let vote { task.call?.complete(.success(PendingVoteCall.Outcome(vote: vote))) }
    }
    func waitsForStore(_ task: VoteTask) { waited += 1 }

    /// What the bot has been heard to answer.
    var texts: [String] { kept.flatMap(\.messages).compactMap { OutgoingMessage($0)?.text } }
  }

  private let reactor: Reactor
  private let memory: MemoryBotStore
  private let chat = Chat()

  init() throws {
    let reactor = try Reactor()
    self.reactor = reactor
    memory = MemoryBotStore { reactor.wallClock }
  }

  private func queue(on store: (any BotStore)? = nil) -> VoteTaskQueue {
    let queue = VoteTaskQueue(botName: "Vote", store: store ?? memory, reactor: reactor)
    queue.owner = chat
    return queue
  }

  private func wait(until condition: () -> Bool) -> Bool {
    let deadline = reactor.now + .seconds(testTimeout)
    while !condition() {
      guard reactor.now < deadline else { return false }
      reactor.turn(timeout: .milliseconds(5))
    }
    return true
  }

  private func request(_ text: String, name: String, age: Int64 = 0) -> VoteTask {
    let time = reactor.wallClock - age
    let message = RoomMessage(
      room: "team", seq: 1, position: "p", time: time, id: name, from: User(id: "ann", name: "Ann", kind: .user),
      text: text)
    let request = VoteRules.Request(room: "team", isDirect: false, author: Voter("Ann"), text: text, time: time)
    return .request(request, message: message, name: name)
  }

  private final class Answers {
    var results: [Result<PendingVoteCall.Outcome, VoteError>] = []
  }

  private func call(_ title: String, _ answers: Answers) -> VoteTask {
    let action = VoteCall.Action.start(room: "team", VotePlan(title: title))
    let call = VoteCall(caller: HTTPCaller(name: "Planner", mayWrite: true), action: action)
    return .call(PendingVoteCall(call, entropy: KernelEntropy(), isAwaited: { true }) { answers.results.append($0) })
  }

  @Test func `one is seen to after the other, in the order in which they came`() {
    let queue = queue()
    for number in 1...3 { queue.append(request(#"start new vote "\#(number)""#, name: "n\(number)")) }
    queue.goOn()
    #expect(chat.kept.count == 1, "the loop has to turn before the next")
    #expect(wait { queue.count == 0 })
    #expect(chat.kept.map(\.heard) == ["n1", "n2", "n3"] && chat.asked == 3)
    #expect(chat.texts.count { $0.contains("asks for votes") } == 3)
  }

  @Test func `nothing is begun while the chat is away, and calls are refused`() {
    let (queue, answers) = (queue(), Answers())
    chat.isOnline = false
    queue.append(request("list", name: "n"))
    queue.append(call("x", answers))
    queue.goOn()
    #expect(chat.asked == 0 && queue.callCount == 1)
    queue.refuseCalls()
    #expect(answers.results == [.failure(.chatAway)])
    chat.isOnline = true
    queue.goOn()
    #expect(wait { queue.count == 0 })
    #expect(chat.kept.map(\.heard) == ["n"], "nobody waits for the call")
  }

  @Test func `while the store is away what was said waits, and a call is refused at once`() {
    let (queue, answers) = (queue(), Answers())
    memory.isAway = true
    queue.append(call("x", answers))
    queue.append(request(#"start new vote "y""#, name: "n"))
    queue.goOn()
    #expect(answers.results == [.failure(.storeAway)])
    #expect(wait { chat.waited == 2 })
    memory.isAway = false
    #expect(wait { queue.count == 0 })
    #expect(chat.kept.map(\.heard) == ["n"])
  }

  @Test func `while it can't be told who is there what was said waits, and a call is refused at once`() {
    let (queue, answers) = (queue(), Answers())
    chat.people = nil
    queue.append(call("x", answers))
    queue.append(request(#"start new vote "y""#, name: "n"))
    queue.goOn()
    #expect(answers.results == [.failure(.chatAway)])
    #expect(wait { chat.asked == 3 })
    #expect(chat.kept.isEmpty && queue.count == 1)
    chat.people = [Voter("Ann")]
    #expect(wait { queue.count == 0 })
    #expect(chat.kept.count == 1)
  }

  @Test func `what another bot has seen to, and what is from yesterday, is passed over`() {
    let queue = queue()
    memory.commit(BotDecision(heard: "n")) { _ in }
    queue.append(request("list", name: "n"))
    queue.append(request("list", name: "old", age: 21 * 3_600_000))
    queue.goOn()
    #expect(wait { queue.count == 0 })
    #expect(chat.asked == 0 && chat.kept.isEmpty)
  }

  @Test func `what is kept while something else becomes of the vote is decided again`() {
    let held = HeldStore(memory)
    let queue = queue(on: held)
    queue.append(request(#"start new vote "x""#, name: "n1"))
    queue.goOn()
    // Another bot's vote has the number that this one was to have.
    let other = self.queue()
    other.append(request(#"start new vote "y""#, name: "n2"))
    other.goOn()
    #expect(chat.kept.map(\.heard) == ["n2"])
    held.release()
    #expect(wait { held.isHolding })
    held.release()
    #expect(chat.kept.map { $0.record?.id } == ["v1", "v2"] && chat.kept.last?.heard == "n1")
  }

  @Test func `a call that is being kept is not refused: it is told what came of it`() throws {
    let (held, answers) = (HeldStore(memory), Answers())
    let queue = queue(on: held)
    for title in ["x", "y"] { queue.append(call(title, answers)) }
    queue.goOn()
    #expect(held.isHolding)
    queue.refuseCalls()
    #expect(answers.results == [.failure(.chatAway)], "of what waits")
    held.release()
    #expect(try answers.results.last?.get().vote.title == "x")
    #expect(wait { queue.count == 0 })
    #expect(chat.kept.count == 1)
  }

  @Test func `what is due stands once in it`() throws {
    let queue = queue()
    queue.append(request(#"start new vote "x""#, name: "n"))
    let vote = VoteID(number: 1)
    #expect(!queue.contains(due: vote))
    queue.append(.due(vote))
    #expect(queue.contains(due: vote) && !queue.contains(due: VoteID(number: 2)))
    queue.goOn()
    #expect(wait { queue.count == 0 })
    #expect(!queue.contains(due: vote))
  }
}
