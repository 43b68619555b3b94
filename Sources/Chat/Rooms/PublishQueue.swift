import Base
import Broker
import ChatProtocol

/// A message on its way into the store, and who waits for the answer.
struct PendingPublish {
  /// In the order in which they were handed over.
  let number: UInt64
  let publication: Publication
  /// When it is given up, if it is still waiting.
  let deadline: Instant
  let completion: (Result<Receipt, BrokerFailure>) -> Void
}

/// A room's publishQueue: those that wait, in order, and how many are under way.
struct PublishQueue {
  /// How many may wait in a room.
  static let limit = 1_024

  private var waiting: [PendingPublish] = []
  private var last: UInt64 = 0
  private var underWay = 0
  /// What those under way said of the room.
  private var known: Position?

  var areNone: Bool { waiting.isEmpty && underWay == 0 }
  var areUnderWay: Bool { underWay > 0 }

  /// - Returns: whether there was room.
  mutating func add(
    _ publication: Publication, deadline: Instant, completion: @escaping (Result<Receipt, BrokerFailure>) -> Void
  ) -> Bool {
    guard waiting.count < Self.limit else { return false }
    last += 1
    waiting.append(
      PendingPublish(number: last, publication: publication, deadline: deadline, completion: completion))
    return true
  }

  /// Takes one back that was refused, to its place.
  mutating func putBack(_ pending: PendingPublish) {
    let place = waiting.firstIndex { $0.number > pending.number } ?? waiting.endIndex
    waiting.insert(pending, at: place)
  }

  /// Takes the next one that may go. None may while others are under way that said something else of the room: they
  /// might be refused, and come after it.
  mutating func takeNext(expecting position: Position, where mayGo: (PendingPublish) -> Bool) -> PendingPublish? {
    if underWay > 0, let known, !known.isOfSameHistory(as: position) { return nil }
    guard let place = waiting.firstIndex(where: mayGo) else { return nil }
    known = position
    underWay += 1
    return waiting.remove(at: place)
  }

  /// One has come back.
  mutating func end() { underWay -= 1 }

  /// Takes those that have waited too long.
  mutating func takeOverdue(at now: Instant) -> [PendingPublish] {
    guard waiting.contains(where: { $0.deadline <= now }) else { return [] }
    let overdue = waiting.filter { $0.deadline <= now }
    waiting.removeAll { $0.deadline <= now }
    return overdue
  }

  mutating func takeAll() -> [PendingPublish] {
    defer { waiting = [] }
    return waiting
  }
}

extension Position {
  /// Whether both belong to the same epoch and generation.
  func isOfSameHistory(as other: Position) -> Bool { epoch == other.epoch && generation == other.generation }
}
