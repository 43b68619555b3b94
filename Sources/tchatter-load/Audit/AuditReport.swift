import Audit
import Base
import Foundation

/// The result of an audit: the verdict, numbers that add up, and what the clients felt. Times in milliseconds.
struct AuditReport: Encodable {
  struct Spread: Encodable, Equatable {
    let p50, p99, longest: Double

    init(_ histogram: Histogram) {
      p50 = histogram.quantile(0.5).seconds * 1e3
      p99 = histogram.quantile(0.99).seconds * 1e3
      longest = histogram.maximum.seconds * 1e3
    }
  }

  /// Of one client: how long it missed what the store had, and how long it waited for answers.
  struct Pause: Encodable, Equatable {
    let client: String
    let way: AuditedClient.Way
    let gap, wait: Double
    let losses, moves: Int
  }

  struct Messages: Encodable, Equatable {
    var sent = 0
    var acknowledged = 0
    var refused = 0
    var undecided = 0
    /// In the rooms' histories at the end.
    var stored = 0
    /// To everybody, by those histories; and what they saw.
    var owed = 0
    var shown = 0
  }

  struct Wire: Encodable, Equatable {
    var connections = 0
    var messages = 0
    /// Not the next one on their connection.
    var misplaced = 0
    var oddities: [String] = []
    /// What the clients left out: seen before, or of a connection that had been replaced.
    var doubled = 0
    var foreign = 0
    /// What made a client ask again, because something before it was missing.
    var holes = 0
  }

  let label = "audit"
  let clients, polling, churning, rooms: Int
  let seed: UInt64
  let seconds: Double
  var messages = Messages()
  var anomalies: [String: Int] = [:]
  /// The first of them.
  var findings: [String] = []
  /// Commit to display, of every message at everybody; sent to acknowledged, of every message.
  let gap, wait: Spread
  /// The longest of each client, the worst first.
  var pauses: [Pause] = []
  var losses = 0
  var moves = 0
  /// The most of one client's.
  var mostReconnects = 0
  var gapsTold = 0
  var rewinds = 0
  var resent = 0
  /// Of those, how many had been stored the first time.
  let storedBefore: Int
  var signedInAgain = 0
  let lossReasons: [String: Int]
  let complaints: [String: Int]
  var wire = Wire()
  let wireErrors: [String: Int]
  /// What is wrong; absent when all is well.
  var failure: String?

  private static let findingsTold = 20
  private static let pausesTold = 10

  init(
    _ options: AuditOptions, _ desk: AuditContext, _ rooms: [AuditedRoom], _ clients: [AuditedClient], seconds: Double,
    failures: [String]
  ) {
    (self.clients, polling, churning) = (options.clients, options.polling, options.churning)
    (self.rooms, seed, self.seconds) = (options.rooms, options.seed, seconds)
    storedBefore = desk.duplicates
    (gap, wait) = (Spread(desk.gaps), Spread(desk.waits))
    (complaints, lossReasons, wireErrors) = (desk.complaints, desk.losses, desk.wire.errors)
    let histories = rooms.map(\.history)
    judge(histories)
    count(histories)
    feel(clients, desk.wire)
    let reasons = failures + wrongs
    failure = reasons.isEmpty ? nil : reasons.joined(separator: "; ")
  }

  // MARK: Counting

  private mutating func judge(_ histories: [History]) {
    let found = histories.flatMap { Verdict($0).findings }
    for anomaly in Verdict.Anomaly.allCases { anomalies[anomaly.rawValue] = found.count { $0.anomaly == anomaly } }
    findings = found.prefix(Self.findingsTold).map(\.description)
  }

  private mutating func count(_ histories: [History]) {
    for history in histories {
      messages.sent += history.sendings.count
      messages.acknowledged += history.sendings.count { $0.outcome == .acknowledged }
      messages.refused += history.sendings.count { $0.outcome == .refused }
      messages.undecided += history.sendings.count { $0.outcome == .undecided }
      messages.stored += history.backlog.count
      messages.owed += history.backlog.count * history.views.count
      messages.shown += history.views.reduce(0) { $0 + $1.messages.count }
    }
  }

  private mutating func feel(_ clients: [AuditedClient], _ count: WireCount) {
    (wire.connections, wire.messages, wire.misplaced) = (count.connections, count.messages, count.misplaced)
    wire.oddities = count.oddities
    for client in clients {
      let tally = client.wholeTally
      losses += tally.losses
      moves += tally.moves
      mostReconnects = max(mostReconnects, tally.losses + tally.moves)
      gapsTold += tally.gaps
      rewinds += tally.rewinds
      resent += tally.resent
      signedInAgain += tally.signedInAgain
      wire.doubled += tally.doubled + client.recognised
      wire.foreign += tally.foreign
      wire.holes += tally.holes
      pauses.append(
        Pause(
          client: client.label, way: client.way, gap: tally.longestGap.seconds * 1e3,
          wait: tally.longestWait.seconds * 1e3, losses: tally.losses, moves: tally.moves))
    }
    pauses = Array(pauses.sorted { max($0.gap, $0.wait) > max($1.gap, $1.wait) }.prefix(Self.pausesTold))
  }

  // MARK: Judging

  private var wrongs: [String] {
    let found = Verdict.Anomaly.allCases.compactMap { anomaly in
      anomalies[anomaly.rawValue].flatMap { $0 > 0 ? "\($0) \(anomaly.rawValue)" : nil }
    }
    return [
      messages.acknowledged == 0 ? "nothing was acknowledged" : nil,
      found.isEmpty ? nil : found.joined(separator: ", "),
      wire.misplaced > 0 ? "\(wire.misplaced) messages were not the next one on their connection" : nil,
      addsUp ? nil : "the numbers do not add up",
    ].compactMap(\.self)
  }

  /// What everybody saw is what they were owed, but for the anomalies, and what came over the wire was shown or left out
  /// for a reason. (Or came on a connection that was being closed: those messages nobody counts.)
  var addsUp: Bool {
    let isDecided = messages.sent == messages.acknowledged + messages.refused + messages.undecided
    let isSeen = messages.shown == messages.owed || !anomalies.values.allSatisfy { $0 == 0 }
    let left = wire.messages - messages.shown - wire.doubled - wire.foreign - wire.holes
    return isDecided && isSeen && left >= 0
  }

  // MARK: Telling

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  var text: String {
    let unread = wire.messages - messages.shown - wire.doubled - wire.foreign - wire.holes
    var lines = [
      "audit: \(clients) clients (\(churning) churning, \(polling) polling) in \(rooms) rooms, \(Report.show(seconds)) s, "
        + "seed \(seed)",
      "  messages: \(messages.sent) sent = \(messages.acknowledged) acknowledged + \(messages.refused) refused + "
        + "\(messages.undecided) undecided; \(messages.stored) stored",
      "  views:    \(messages.owed) owed, \(messages.shown) shown",
      "  wire:     \(wire.messages) received on \(wire.connections) connections = \(messages.shown) shown + "
        + "\(wire.doubled) doubles left out + \(wire.foreign) of replaced connections + \(wire.holes) before a hole + "
        + "\(unread) while closing; \(wire.misplaced) misplaced",
      "  gap (commit to display):   p50 \(Report.show(gap.p50)) ms, p99 \(Report.show(gap.p99)) ms, "
        + "longest \(Report.show(gap.longest)) ms",
      "  wait (sent to stored):     p50 \(Report.show(wait.p50)) ms, p99 \(Report.show(wait.p99)) ms, "
        + "longest \(Report.show(wait.longest)) ms",
      "  connections: \(losses) lost, \(moves) moved, at most \(mostReconnects) of one client; \(resent) messages sent "
        + "again, \(storedBefore) of them stored before; \(gapsTold) gaps told, \(rewinds) rewinds, \(signedInAgain) signed in again",
    ]
    lines += complaints.sorted { $0.key < $1.key }.map { "  seen by people: \($0.value) times \($0.key)" }
    lines.append(
      "  anomalies: "
        + Verdict.Anomaly.allCases.map { "\(anomalies[$0.rawValue] ?? 0) \($0.rawValue)" }
        .joined(separator: ", "))
    lines += findings.map { "    \($0)" }
    lines += wire.oddities.map { "    misplaced, \($0)" }
    lines.append(failure.map { "  FAILED: \($0)" } ?? "  nothing lost, doubled or out of order")
    return lines.joined(separator: "\n")
  }
}
