import Base

/// What all clients of a run have seen, and what became of their connections.
struct StayTally {
  /// Each measured message: from when it was sent until a client had it.
  private(set) var times: [Int: Histogram] = [:]
  var lost = 0
  var doubled = 0
  /// Told by the server: not all that was missed could be had.
  var gaps = 0
  var moves = 0
  /// Why connections of clients that were there have ended, and why those of others came to nothing.
  var losses: [String: Int] = [:]
  var refusals: [String: Int] = [:]
  /// From losing a connection until a client was back; from asking for its room elsewhere until it had it, where it was
  /// sent away.
  var absences = Histogram()

  /// Messages that are measured apart; more would take memory for nothing.
  private static let mostTimes = 1_000

  mutating func record(_ text: TimedText, at time: Instant) {
    guard times[text.number] != nil || times.count < Self.mostTimes else { return }
    times[text.number, default: Histogram()].record(time - text.sentAt)
  }
}
