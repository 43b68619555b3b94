import Base
import Broker
import ChatProtocol

/// A message that waits to be stored, or is on its way into the store.
package struct PendingPublish: Sendable {
  /// Whom its answer is for. Numbers grow in the order in which the messages were handed over.
  package let number: Int
  package var publication: Publication
  /// When it is given up, if it is still waiting.
  let deadline: Instant
}

/// A room's messages on their way into the store: those that wait, in order, and how many are under way.
struct PublishQueue {
  /// How many may wait in a room.
  static let limit = 1_024

  private var waiting: [PendingPublish] = []
  private var underWay = 0
  /// What those under way expect of the room.
  private var expected: Position?

  var isEmpty: Bool { waiting.isEmpty && underWay == 0 }
  var isUnderWay: Bool { underWay > 0 }

  /// - Returns: whether there was room.
  mutating func add(_ pending: PendingPublish) -> Bool {
    guard waiting.count < Self.limit else { return false }
    waiting.append(pending)
    return true
  }

  /// Takes the next one that may go: not of an author who is to wait, and none while others are under way that expect
  /// another lineage: they might be refused, and come after it.
  mutating func takeNext(expecting position: Position, except waitingAuthors: ExpectedMessages) -> PendingPublish? {
    if underWay > 0, let expected, !expected.isOfSameLineage(as: position) { return nil }
    guard let place = waiting.firstIndex(where: { !waitingAuthors.isAwaited(by: $0.publication.author) }) else {
      return nil
    }
    expected = position
    underWay += 1
    return waiting.remove(at: place)
  }

  /// One has come back; with what was refused it goes back to its place.
  mutating func end(puttingBack pending: PendingPublish? = nil) {
    underWay -= 1
    guard let pending else { return }
    waiting.insert(pending, at: waiting.firstIndex { $0.number > pending.number } ?? waiting.endIndex)
  }

  /// Takes those that have waited too long.
  mutating func takeOverdue(at now: Instant) -> [PendingPublish] {
    guard waiting.contains(where: { $0.deadline <= now }) else { return [] }
    defer { waiting.removeAll { $0.deadline <= now } }
    return waiting.filter { $0.deadline <= now }
  }

  mutating func takeAll() -> [PendingPublish] {
    defer { waiting = [] }
    return waiting
  }
}

extension Position {
  /// Whether both belong to the same epoch and generation.
  func isOfSameLineage(as other: Position) -> Bool { epoch == other.epoch && generation == other.generation }
}
