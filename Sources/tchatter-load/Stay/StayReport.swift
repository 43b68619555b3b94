import Base
import Foundation

/// What came of a run of clients that stay. Times in milliseconds.
struct StayReport: Encodable {
  struct Message: Encodable, Equatable {
    let number, deliveries: Int
    let p50, p99, longest: Double
  }

  let clients, there: Int
  /// Until all were there the first time.
  let gatheringSeconds: Double
  let lost, doubled, gaps, moves: Int
  let losses, refusals: [String: Int]
  let returns: Int
  let absenceP50, absenceP99, longestAbsence: Double
  let messages: [Message]
  /// What is wrong; absent when all is well.
  let failure: String?

  init(_ options: StayOptions, _ tally: StayTally, there: Int, gathering: TimeSpan, failure: String?) {
    (clients, self.there, gatheringSeconds) = (options.clients, there, gathering.seconds)
    (lost, doubled, gaps, moves) = (tally.lost, tally.doubled, tally.gaps, tally.moves)
    (losses, refusals, returns) = (tally.losses, tally.refusals, Int(clamping: tally.absences.count))
    absenceP50 = tally.absences.quantile(0.5).seconds * 1e3
    absenceP99 = tally.absences.quantile(0.99).seconds * 1e3
    longestAbsence = tally.absences.maximum.seconds * 1e3
    messages = tally.times.sorted { $0.key < $1.key }.map { number, times in
      Message(
        number: number, deliveries: Int(clamping: times.count), p50: times.quantile(0.5).seconds * 1e3,
        p99: times.quantile(0.99).seconds * 1e3, longest: times.maximum.seconds * 1e3)
    }
    let reasons = [
      failure, there < options.clients ? "\(options.clients - there) clients are not there" : nil,
      tally.lost > 0 ? "\(tally.lost) messages lost" : nil,
      tally.doubled > 0 ? "\(tally.doubled) messages came twice" : nil,
      tally.gaps > 0 ? "\(tally.gaps) gaps were told" : nil,
    ].compactMap(\.self)
    self.failure = reasons.isEmpty ? nil : reasons.joined(separator: "; ")
  }

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
