import Base
import EventLoop

/// What a queue of tasks needs of the chat, and tells of what became of them.
protocol VoteTaskQueueOwner: AnyObject {
  /// Whether the chat can be reached; without it nothing is begun.
  var isOnline: Bool { get }
  /// Messages that the chat has not acknowledged.
  var unacknowledged: Int { get }
  /// Who is in some rooms; `nil` when it can't be found out for the moment.
  func attendances(in rooms: Set<String>, completion: @escaping ([String: VoteRules.Attendance]?) -> Void)
  /// The store keeps what was decided.
  /// - Parameter vote: the one that it changes.
  func kept(_ decision: BotDecision, _ vote: Vote?, about task: VoteTask)
  /// The store does not answer; this is tried again until it does.
  func waitsForStore(_ task: VoteTask)
}

/// What a vote bot has to see to, one after the other: each is decided by what the store and the chat say at that time, and is
/// done when the store keeps the decision.
final class VoteTaskQueue {
  /// How soon a store is asked again that was away.
  private static let soon: TimeSpan = .milliseconds(200)
  /// What is heard later than this is not answered: nobody waits for it, and its answers would not be recognised as
  /// repeated. Milliseconds.
  private static let stale: Int64 = 20 * 3_600_000

  weak var owner: (any VoteTaskQueueOwner)?
  private let botName: String
  private let store: any BotStore
  private let reactor: Reactor
  private var tasks = Queue<VoteTask>()
  private var isBusy = false
  /// Whether the store keeps at present what was decided about the first.
  private var isKeeping = false

  init(botName: String, store: any BotStore, reactor: Reactor) {
    self.botName = botName
    self.store = store
    self.reactor = reactor
  }

  var count: Int { tasks.count }
  /// How many of them are calls.
  var callCount: Int { tasks.count { $0.call != nil } }

  func append(_ task: VoteTask) { tasks.append(task) }

  func contains(due id: VoteID) -> Bool { tasks.contains { $0.isDue(id) } }

  func removeAll() { tasks.removeAll() }

  /// The chat is away. What is being kept is not refused: it may be done already, and its caller is told what came of it.
  func refuseCalls() {
    for call in tasks.dropFirst(isKeeping ? 1 : 0).compactMap(\.call) { call.complete(.failure(.chatAway)) }
  }

  // MARK: - One after the other

  /// Sees to what waits, unless it does so already.
  func goOn() {
    guard !isBusy, let task = tasks.first, owner?.isOnline == true else { return }
    isBusy = true
    if task.call?.isOver == true { return done() }
    store.read(task.heard) { [weak self] result in
      guard let self else { return }
      switch result {
      case .failure: putOff(task)
      case .success(let snapshot): read(snapshot, for: task)
      }
    }
  }

  private func done() {
    isBusy = false
    tasks.removeFirst(1)
    // From the loop: a long queue is no deep recursion.
    if !tasks.isEmpty { reactor.after(.zero) { [weak self] in self?.goOn() } }
  }

  /// The same once more, a little later.
  private func again() {
    reactor.after(Self.soon) { [weak self] in
      self?.isBusy = false
      self?.goOn()
    }
  }

  private func putOff(_ task: VoteTask) {
    if let call = task.call {
      call.complete(.failure(.storeAway))
      return done()
    }
    owner?.waitsForStore(task)
    again()
  }

  // MARK: - Deciding

  private func read(_ snapshot: BotSnapshot, for task: VoteTask) {
    if let pending = task.call, let answer = snapshot.answer {
      pending.complete(snapshot.outcome(of: pending.call, answer))
      return done()
    }
    guard !snapshot.isHandled, !task.isStale(at: snapshot.now, limit: Self.stale) else { return done() }
    var facts = VoteRules.Facts(
      now: snapshot.now, botName: botName, votes: snapshot.records.compactMap(\.vote), nextNumber: snapshot.number + 1)
    owner?.attendances(in: task.rooms(facts)) { [weak self] attendances in
      guard let self else { return }
      guard let attendances else {
        task.call?.complete(.failure(.chatAway))
        return task.call == nil ? again() : done()
      }
      facts.present = attendances
      facts.isBusy = isBusyAnswering
      decide(facts, snapshot, task)
    }
  }

  /// Whether somebody waits for an answer besides whoever is answered now.
  private var isBusyAnswering: Bool {
    tasks.dropFirst().contains(where: \.isRequest) || (owner?.unacknowledged ?? 0) > 0
  }

  private func decide(_ facts: VoteRules.Facts, _ snapshot: BotSnapshot, _ task: VoteTask) {
    // Who has been told that it was not done must not find it done.
    if task.call?.isOver == true { return done() }
    let rules = VoteRules(facts: facts)
    let decision: VoteRules.Decision
    switch task {
    case .request(let request, _, _): decision = rules.answer(to: request)
    case .due(let id): decision = rules.pass(id)
    case .call(let pending):
      do throws(VoteError) {
        decision = try rules.answer(to: pending.call)
      } catch {
        pending.complete(.failure(error))
        return done()
      }
    }
    let kept = BotDecision(decision, about: task, in: snapshot)
    guard task.heard != nil || kept.record != nil else { return done() }
    keep(kept, decision.vote, task)
  }

  private func keep(_ decision: BotDecision, _ vote: Vote?, _ task: VoteTask) {
    isKeeping = true
    store.commit(decision) { [weak self] result in
      guard let self else { return }
      isKeeping = false
      switch result {
      case .failure: putOff(task)
      case .success(.kept):
        owner?.kept(decision, vote, about: task)
        done()
      case .success(.handledBefore) where task.call == nil: done()
      // Read again: of a call it has to be told what came of it.
      case .success(.handledBefore), .success(.conflict):
        if owner?.isOnline != true { refuseCalls() }
        isBusy = false
        reactor.after(.zero) { [weak self] in self?.goOn() }
      }
    }
  }
}
