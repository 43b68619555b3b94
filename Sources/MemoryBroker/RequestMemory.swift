import Broker
import ChatProtocol

/// The request ids that were used within the last day, and what came of them.
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
  private struct Entry {
    let key: Key
    let expiry: Int64
  }

  /// How many ids are remembered at most. Forgetting one early would store its message twice, so that a full memory
  /// refuses instead.
  let capacity: Int
  private var answers: [Key: Answer] = [:]
  /// In the order of their expiry, from `first` on.
  private var entries: [Entry] = []
  private var first = 0

  init(capacity: Int) { self.capacity = capacity }

  var isFull: Bool { answers.count >= capacity }

  /// What was answered to an earlier request with this key.
  subscript(key: Key) -> Answer? { answers[key] }

  mutating func remember(_ key: Key, _ answer: Answer, now: Int64) {
    answers[key] = answer
    entries.append(Entry(key: key, expiry: now.addingSeconds(Publication.idLifetime)))
  }

  mutating func expire(at now: Int64) {
    while first < entries.count, entries[first].expiry <= now {
      answers[entries[first].key] = nil
      first += 1
    }
    if first > 64, first > entries.count / 2 {
      entries.removeFirst(first)
      first = 0
    }
  }
}
