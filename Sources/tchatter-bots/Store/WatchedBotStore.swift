import Base
import EventLoop

/// A store of which it is known whether it is away. That is told the log, but for a moment's absence.
final class WatchedBotStore: BotStore {
  private let store: any BotStore
  private let reactor: Reactor
  private let log: BotLog
  private var absence = StoreAbsence()

  init(_ store: any BotStore, reactor: Reactor, log: BotLog) {
    self.store = store
    self.reactor = reactor
    self.log = log
  }

  /// Whether it can't be reached, for longer than a moment.
  var isAway: Bool { absence.isTold }

  private func watching<Value>(
    _ completion: @escaping (Result<Value, BotStoreFailure>) -> Void
  ) -> (Result<Value, BotStoreFailure>) -> Void {
    { [weak self] result in
      self?.note(result)
      completion(result)
    }
  }

  private func note<Value>(_ result: Result<Value, BotStoreFailure>) {
    switch result {
    case .success: if absence.ended() { log.write("the store is back") }
    case .failure(let failure):
      if absence.began(at: reactor.now) { log.write("the store is away: \(failure.reason)") }
    }
  }

  // MARK: - BotStore

  func read(_ heard: String?, completion: @escaping (Result<BotSnapshot, BotStoreFailure>) -> Void) {
    store.read(heard, completion: watching(completion))
  }
  func changes(since: Int64?, completion: @escaping (Result<BotChanges, BotStoreFailure>) -> Void) {
    store.changes(since: since, completion: watching(completion))
  }
  func commit(_ decision: BotDecision, completion: @escaping (Result<BotVerdict, BotStoreFailure>) -> Void) {
    store.commit(decision, completion: watching(completion))
  }
  func agenda(waiting milliseconds: Int, completion: @escaping (Result<BotAgenda, BotStoreFailure>) -> Void) {
    store.agenda(waiting: milliseconds, completion: watching(completion))
  }
  func sent(_ ids: [String]) { store.sent(ids) }
  func position(in room: String, completion: @escaping (Result<String?, BotStoreFailure>) -> Void) {
    store.position(in: room, completion: watching(completion))
  }
}
