/// The bots' store without Redis: for one bot that may forget everything when it ends, and for tests.
final class MemoryBotStore: BotStore {
  private let clock: () -> Int64
  /// What was answered to what was heard.
  private var heard: [String: String] = [:]
  private var records: [BotRecord] = []
  private var dues: [String: Int64] = [:]
  private var changedAt: [String: Int64] = [:]
  private var messages: [(at: Int64, message: BotMessage)] = []
  private var number = 0
  private var positions: [String: String] = [:]
  /// Stands for a store that can't be reached.
  var isAway = false

  /// - Parameter clock: milliseconds since 1970.
  init(clock: @escaping () -> Int64) { self.clock = clock }

  private func answer<Value>(_ completion: (Result<Value, BotStoreFailure>) -> Void, _ value: () -> Value) {
    completion(isAway ? .failure(BotStoreFailure(reason: "away")) : .success(value()))
  }

  func read(_ heard: String?, completion: @escaping (Result<BotSnapshot, BotStoreFailure>) -> Void) {
    answer(completion) {
      BotSnapshot(now: clock(), answer: heard.flatMap { self.heard[$0] }, number: number, records: records)
    }
  }

  func changes(since: Int64?, completion: @escaping (Result<BotChanges, BotStoreFailure>) -> Void) {
    answer(completion) {
      let changes = records.map { BotChanges.Change(at: changedAt[$0.id] ?? 0, record: $0) }
      return BotChanges(
        count: records.count, latest: changes.last?.at ?? 0, records: changes.filter { $0.at > since ?? -1 })
    }
  }

  func commit(_ decision: BotDecision, completion: @escaping (Result<BotVerdict, BotStoreFailure>) -> Void) {
    answer(completion) { keep(decision) }
  }

  private func keep(_ decision: BotDecision) -> BotVerdict {
    if let name = decision.heard, heard[name] != nil { return .handledBefore }
    if let record = decision.record {
      let index = records.firstIndex { $0.id == record.id }
      guard (index.map { records[$0].revision } ?? 0) == record.revision else { return .conflict }
      keep(record, at: index, due: decision.due)
    }
    if let name = decision.heard { heard[name] = decision.answer }
    messages += decision.messages.map { (clock(), $0) }
    if let (room, text) = decision.position { positions[room] = text }
    return .kept
  }

  private func keep(_ record: BotRecord, at index: Int?, due: Int64?) {
    if let index { records.remove(at: index) } else { number += 1 }
    records.append(BotRecord(id: record.id, revision: record.revision + 1, content: record.content))
    dues[record.id] = due
    // Microseconds, so that no two are alike.
    changedAt[record.id] = max(clock() * 1_000, (changedAt.values.max() ?? 0) + 1)
    if records.count > BotRetention.records {
      let oldest = records.removeFirst().id
      (dues[oldest], changedAt[oldest]) = (nil, nil)
    }
  }

  func agenda(waiting milliseconds: Int, completion: @escaping (Result<BotAgenda, BotStoreFailure>) -> Void) {
    answer(completion) {
      let now = clock()
      let due = dues.filter { $0.value <= now }.sorted { $0.value < $1.value }.map(\.key)
      return BotAgenda(
        due: due, messages: messages.filter { $0.at + Int64(milliseconds) <= now }.map(\.message))
    }
  }

  func sent(_ ids: [String]) { messages.removeAll { ids.contains($0.message.id) } }

  func position(in room: String, completion: @escaping (Result<String?, BotStoreFailure>) -> Void) {
    answer(completion) { positions[room] }
  }
}
