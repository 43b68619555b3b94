@testable import tchatter_bots

/// A store that takes its time with what it is to keep.
final class HeldStore: BotStore {
  private let store: MemoryBotStore
  private var held: [() -> Void] = []

  init(_ store: MemoryBotStore) { self.store = store }

  var isHolding: Bool { !held.isEmpty }

  func release() {
    let due = held
    held = []
    for commit in due { commit() }
  }

  func commit(_ decision: BotDecision, completion: @escaping (Result<BotVerdict, BotStoreFailure>) -> Void) {
    held.append { [store] in store.commit(decision, completion: completion) }
  }

  func read(_ heard: String?, completion: @escaping (Result<BotSnapshot, BotStoreFailure>) -> Void) {
    store.read(heard, completion: completion)
  }
  func changes(since: Int64?, completion: @escaping (Result<BotChanges, BotStoreFailure>) -> Void) {
    store.changes(since: since, completion: completion)
  }
  func agenda(waiting milliseconds: Int, completion: @escaping (Result<BotAgenda, BotStoreFailure>) -> Void) {
    store.agenda(waiting: milliseconds, completion: completion)
  }
  func sent(_ ids: [String]) { store.sent(ids) }
  func position(in room: String, completion: @escaping (Result<String?, BotStoreFailure>) -> Void) {
    store.position(in: room, completion: completion)
  }
}
