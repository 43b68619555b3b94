import Base
import Broker
import ChatProtocol

/// The request ids that were used within the last day, or hour where memory was to be spared, and what came of them.
struct RequestMemory {
  struct Key: Hashable {
    let room: RoomName
    let author: User.ID
    let id: String
  }
  struct Answer {
    let receipt: Receipt
    let digest: String
  }

  /// How many ids are remembered at most. Forgetting one early would store its message twice, so that a full memory
  /// refuses instead.
  let capacity: Int
  private var answers: [Key: Answer] = [:]
  /// Of wall-clock milliseconds.
  private var ages = TimeoutQueue<Key, Int64>(timeout: Int64(Publication.idLifetime) * 1_000)
  private var shortAges = TimeoutQueue<Key, Int64>(timeout: Int64(Publication.shortIDLifetime) * 1_000)

  init(capacity: Int) { self.capacity = capacity }

  var count: Int { answers.count }
  var isFull: Bool { answers.count >= capacity }

  /// What was answered to an earlier request with this key.
  subscript(key: Key) -> Answer? { answers[key] }

  mutating func remember(_ key: Key, _ answer: Answer, isShort: Bool, now: Int64) {
    answers[key] = answer
    if isShort { shortAges.add(key, at: now) } else { ages.add(key, at: now) }
  }

  mutating func expire(at now: Int64) {
    while let key = ages.popDue(at: now) ?? shortAges.popDue(at: now) { answers[key] = nil }
  }
}
