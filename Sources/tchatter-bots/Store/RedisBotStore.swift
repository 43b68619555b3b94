import Base
import EventLoop
import RedisClient

/// The bots' store in Redis, or in a Redis Cluster: see `Scripts`. While Redis is away everything fails.
final class RedisBotStore: BotStore {
  static let readScript = RedisScript("read", PackageResources.read_lua)
  static let commitScript = RedisScript("commit", PackageResources.commit_lua)
  static let agendaScript = RedisScript("agenda", PackageResources.agenda_lua)
  static let changesScript = RedisScript("changes", PackageResources.changes_lua)

  private let commands: BotStoreConnection
  private let keys: BotKeys

  /// - Parameter name: whose it is. Bots of the same name share it.
  init(_ reactor: Reactor, _ configuration: RedisConfiguration, kind: String, name: String) {
    keys = BotKeys(kind: kind, name: name)
    commands = BotStoreConnection(
      reactor, configuration, scripts: [Self.readScript, Self.commitScript, Self.agendaScript, Self.changesScript],
      key: keys.index)
  }

  deinit { end() }

  /// Closes the connection for good.
  func end() { commands.end() }

  func read(_ heard: String?, completion: @escaping (Result<BotSnapshot, BotStoreFailure>) -> Void) {
    commands.call(Self.readScript) { [keys] writer in
      writer.key(keys.heard(heard ?? ""))
      writer.key(keys.index)
      writer.key(keys.number)
      writer.add(keys.records)
    } completion: { result in
      completion(Self.reading(result, Self.snapshot))
    }
  }

  func changes(since: Int64?, completion: @escaping (Result<BotChanges, BotStoreFailure>) -> Void) {
    commands.call(Self.changesScript) { [keys] writer in
      writer.key(keys.index)
      writer.add(since.map { "(\($0)" } ?? "-inf")
      writer.add(keys.records)
    } completion: { result in
      completion(Self.reading(result, Self.changes))
    }
  }

  func commit(_ decision: BotDecision, completion: @escaping (Result<BotVerdict, BotStoreFailure>) -> Void) {
    let record = decision.record
    commands.call(Self.commitScript) { [keys] writer in
      writer.key(keys.heard(decision.heard ?? ""))
      writer.key(keys.record(record?.id ?? ""))
      writer.key(keys.index)
      writer.key(keys.due)
      writer.key(keys.messages)
      writer.key(keys.number)
      writer.key(keys.position(decision.position?.room ?? ""))
      writer.add(decision.heard == nil ? 0 : BotRetention.heard)
      writer.add(record?.id ?? "")
      writer.add(record?.revision ?? 0)
      writer.add(record?.content ?? [])
      writer.add(decision.due.map { String($0) } ?? "")
      writer.add(BotRetention.record)
      writer.add(BotRetention.records)
      writer.add(keys.records)
      writer.add(decision.position?.text ?? "")
      writer.add(BotRetention.position)
      writer.add(decision.answer)
      for message in decision.messages {
        writer.add(message.id)
        writer.add(message.content)
      }
    } completion: { result in
      completion(Self.reading(result) { reply in reply.integer().flatMap { BotVerdict(rawValue: Int($0)) } })
    }
  }

  func agenda(
    waiting milliseconds: Int, completion: @escaping (Result<BotAgenda, BotStoreFailure>) -> Void
  ) {
    commands.call(Self.agendaScript) { [keys] writer in
      writer.key(keys.due)
      writer.key(keys.messages)
      writer.add(milliseconds)
    } completion: { result in
      completion(Self.reading(result, Self.agenda))
    }
  }

  func sent(_ ids: [String]) {
    guard !ids.isEmpty else { return }
    // If this is lost, they are sent once more, and are known for what they are.
    commands.send { [keys] writer in
      writer.add("HDEL" as StaticString)
      writer.add(keys.messages)
      for id in ids { writer.add(id) }
    } completion: { _ in
    }
  }

  func position(in room: String, completion: @escaping (Result<String?, BotStoreFailure>) -> Void) {
    commands.send { [keys] writer in
      writer.add("GET" as StaticString)
      writer.add(keys.position(room))
    } completion: { result in
      completion(Self.reading(result) { reply in reply.nothing() ? .some(nil) : reply.text().map { .some($0) } })
    }
  }

  // MARK: - Replies

  private static func reading<Value>(
    _ result: Result<ReplyCursor, RedisFailure>, _ read: (inout ReplyCursor) -> Value?
  ) -> Result<Value, BotStoreFailure> {
    switch result {
    case .failure(let failure): return .failure(BotStoreFailure(reason: failure.reason))
    case .success(var reply):
      guard let value = read(&reply) else { return .failure(BotStoreFailure(reason: RedisFailure.unreadable.reason)) }
      return .success(value)
    }
  }

  private static func snapshot(_ reply: inout ReplyCursor) -> BotSnapshot? {
    guard let count = reply.array(), count >= 3, let now = reply.integer(), let answer = reply.text(),
      let number = reply.integer()
    else { return nil }
    var records: [BotRecord] = []
    for _ in 0..<(count - 3) / 3 {
      guard let id = reply.text(), let revision = reply.integer(), let content = reply.bytes() else { return nil }
      records.append(BotRecord(id: id, revision: Int(revision), content: Array(content)))
    }
    return BotSnapshot(now: now, answer: answer.isEmpty ? nil : answer, number: Int(number), records: records)
  }

  private static func changes(_ reply: inout ReplyCursor) -> BotChanges? {
    guard let length = reply.array(), length >= 2, let count = reply.integer(),
      let latest = reply.text().flatMap({ Int64($0) })
    else { return nil }
    var changes = BotChanges(count: Int(count), latest: latest, records: [])
    for _ in 0..<(length - 2) / 4 {
      guard let at = reply.text().flatMap({ Int64($0) }), let id = reply.text(), let revision = reply.integer(),
        let content = reply.bytes()
      else { return nil }
      let record = BotRecord(id: id, revision: Int(revision), content: Array(content))
      changes.records.append(BotChanges.Change(at: at, record: record))
    }
    return changes
  }

  private static func agenda(_ reply: inout ReplyCursor) -> BotAgenda? {
    guard let count = reply.array(), let dueCount = reply.integer(), (0...Int64(count - 1)).contains(dueCount) else {
      return nil
    }
    var due: [String] = []
    for _ in 0..<dueCount {
      guard let id = reply.text() else { return nil }
      due.append(id)
    }
    var messages: [(order: [Int64], message: BotMessage)] = []
    for _ in 0..<(count - 1 - due.count) / 2 {
      guard let id = reply.text(), let content = reply.bytes() else { return nil }
      // When it was decided, and its place in the decision, stand before it.
      let parts = content.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return nil }
      let order = parts[..<2].map { Int64(String(decoding: $0, as: UTF8.self)) ?? 0 }
      messages.append((order, BotMessage(id: id, content: Array(parts[2]))))
    }
    messages.sort { $0.order.lexicographicallyPrecedes($1.order) }
    return BotAgenda(due: due, messages: messages.map(\.message))
  }
}

/// The names of what bots keep: `tc:<kind>:{<name>}:…`, all on one node of a Redis Cluster.
struct BotKeys {
  private let prefix: String

  init(kind: String, name: String) {
    prefix = "tc:\(PlainWord.encode(kind)):{\(PlainWord.encode(name))}:"
  }

  var index: String { prefix + "records" }
  var due: String { prefix + "due" }
  var messages: String { prefix + "messages" }
  var number: String { prefix + "number" }
  var records: String { prefix + "record:" }
  func record(_ id: String) -> String { records + PlainWord.encode(id) }
  func heard(_ name: String) -> String { prefix + "heard:" + PlainWord.encode(name) }
  func position(_ room: String) -> String { prefix + "position:" + PlainWord.encode(room) }
}
