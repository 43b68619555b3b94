import Base
import ChatProtocol

/// What the lines of a room's journal come to, but for those of `AwayNotes`.
struct RelayState {
  /// Whether the room has been read at all; where it was empty then, there is no position.
  private(set) var hasBegun = false
  /// Behind which the room is read on.
  private(set) var position: String?
  /// What has to be sent, in its order.
  private(set) var waiting = Queue<OutgoingEvent>()
  /// Bytes of what waits.
  private(set) var waitingBytes = 0
  /// How often the first of it has failed.
  private(set) var failures = 0
  /// Attempts in a row that have failed.
  private(set) var failuresInRow = 0
  /// Who is in the room as the receiver was told, or is about to be, by id.
  private(set) var present: [String: User] = [:]
  /// Why nothing is sent, if nothing is.
  private(set) var off: String?

  mutating func apply(_ line: RelayLine) {
    switch line {
    case .position(let position): (hasBegun, self.position) = (true, position)
    case .event(let event, let position):
      (hasBegun, self.position) = (true, position)
      wait(event)
    case .notice(let event): wait(event)
    case .came(let event, let user):
      present[user.id] = user
      wait(event)
    case .went(let event, let user):
      present[user.id] = nil
      wait(event)
    case .here(let user): present[user.id] = user
    case .away(let event, _): wait(event)
    case .known, .mentioned, .told, .back: break
    case .delivered:
      failuresInRow = 0
      removeFirst()
    case .failed(let times, let inRow): (failures, failuresInRow) = (times, inRow)
    case .givenUp: removeFirst()
    case .off(let reason): off = reason
    case .on: (off, failures, failuresInRow) = (nil, 0, 0)
    }
  }

  private mutating func wait(_ event: OutgoingEvent) {
    waiting.append(event)
    waitingBytes += event.body.count
  }

  private mutating func removeFirst() {
    failures = 0
    guard let first = waiting.popFirst() else { return }
    waitingBytes -= first.body.count
  }

  /// The fewest lines that come to the same.
  var lines: [RelayLine] {
    var lines: [RelayLine] = hasBegun ? [.position(position)] : []
    lines += present.values.sorted { $0.id < $1.id }.map { .here($0) }
    lines += waiting.map { .notice($0) }
    if failuresInRow > 0 { lines.append(.failed(times: failures, inRow: failuresInRow)) }
    if let off { lines.append(.off(off)) }
    return lines
  }
}
