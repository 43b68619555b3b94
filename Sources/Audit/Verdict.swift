/// What is wrong with a history. Nothing may be.
///
/// The backlog at the end is the one order of the room. Every acknowledged message is in it once, and every view is
/// the part of it that the viewer is owed, all of it, in that order.
package struct Verdict: Equatable, Sendable {
  package enum Anomaly: String, Sendable, CaseIterable {
    /// Acknowledged, and not in the backlog; or acknowledged, in the backlog, and not seen by somebody who is owed it.
    case lost
    /// Twice in the backlog or in a view.
    case duplicated
    /// Seen in another order than the backlog's.
    case reordered
    /// Seen by somebody, but not in the backlog; or two messages at one place, or one at two.
    case divergent
    /// Seen or stored, but never sent, or refused.
    case phantom
    /// Not seen by somebody who is owed it and who saw an earlier and a later one. Comes with `lost` or `partial`.
    case gap
    /// Not acknowledged, but stored, and not seen by somebody who is owed it.
    case partial
    /// Two messages of one author in another order than the author sent them.
    case senderOrder = "sender order"
  }

  /// One thing that is wrong, with where it was seen.
  package struct Finding: Equatable, Sendable, CustomStringConvertible {
    package let anomaly: Anomaly
    package let room: String
    package let message: String
    /// A viewer's name; `nil` for the backlog.
    package let viewer: String?

    package var description: String { "\(anomaly.rawValue): \(message) in \(room), \(viewer ?? "backlog")" }
  }

  package private(set) var findings: [Finding] = []
  package private(set) var acknowledged = 0
  package private(set) var seen = 0

  package var isClean: Bool { findings.isEmpty }

  package func count(_ anomaly: Anomaly) -> Int { findings.count { $0.anomaly == anomaly } }

  package init(_ history: History) {
    let facts = Facts(history)
    judgeBacklog(facts)
    for view in history.views { judge(view, facts) }
    comparePlaces(history)
  }

  /// A history, looked up by message.
  private struct Facts {
    let history: History
    /// Where each message stands in the backlog, by its first occurrence.
    let places: [String: Int]
    let sendings: [String: History.Sending]

    init(_ history: History) {
      self.history = history
      places = Dictionary(history.backlog.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
      sendings = Dictionary(history.sendings.map { ($0.message, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether somebody sent it, and nobody was told that it was refused.
    func mayExist(_ message: String) -> Bool {
      sendings[message].map { $0.outcome != .refused } ?? false
    }

    func isAcknowledged(_ message: String) -> Bool { sendings[message]?.outcome == .acknowledged }
  }

  private mutating func find(_ anomaly: Anomaly, _ message: String, _ history: History, _ viewer: String? = nil) {
    findings.append(Finding(anomaly: anomaly, room: history.room, message: message, viewer: viewer))
  }

  // MARK: - The backlog

  private mutating func judgeBacklog(_ facts: Facts) {
    var lastPlace: [String: Int] = [:]
    for sending in facts.history.sendings {
      let place = facts.places[sending.message]
      if sending.outcome == .acknowledged {
        acknowledged += 1
        if place == nil { find(.lost, sending.message, facts.history) }
      }
      guard let place else { continue }
      if let last = lastPlace[sending.author], place < last { find(.senderOrder, sending.message, facts.history) }
      lastPlace[sending.author] = max(place, lastPlace[sending.author] ?? place)
    }
    var met = Set<String>()
    for message in facts.history.backlog {
      if !met.insert(message).inserted { find(.duplicated, message, facts.history) }
      if !facts.mayExist(message) { find(.phantom, message, facts.history) }
    }
  }

  // MARK: - A view

  private mutating func judge(_ view: History.View, _ facts: Facts) {
    let places = facts.places
    var met = Set<String>()
    var last = -1
    for message in view.messages {
      seen += 1
      if !met.insert(message).inserted {
        find(.duplicated, message, facts.history, view.viewer)
        continue
      }
      guard let place = places[message] else {
        find(facts.mayExist(message) ? .divergent : .phantom, message, facts.history, view.viewer)
        continue
      }
      if place < last { find(.reordered, message, facts.history, view.viewer) }
      last = max(last, place)
    }
    judgeMissing(view, met, last, facts)
  }

  /// - Parameters:
  ///   - met: what the viewer saw; `last`: the latest place among it.
  private mutating func judgeMissing(_ view: History.View, _ met: Set<String>, _ last: Int, _ facts: Facts) {
    let backlog = facts.history.backlog
    let first = view.owedFrom.map { facts.places[$0] ?? backlog.count } ?? 0
    var hasSeen = false
    for (place, message) in backlog.enumerated().dropFirst(first) {
      if met.contains(message) {
        hasSeen = true
        continue
      }
      find(facts.isAcknowledged(message) ? .lost : .partial, message, facts.history, view.viewer)
      if hasSeen, place < last { find(.gap, message, facts.history, view.viewer) }
    }
  }

  // MARK: - Places

  /// All have to have seen the same message at the same place.
  private mutating func comparePlaces(_ history: History) {
    var messages: [UInt64: String] = [:]
    var places: [String: UInt64] = [:]
    for view in history.views where view.places.count == view.messages.count {
      for (message, place) in zip(view.messages, view.places) {
        let other = messages.updateValue(message, forKey: place) ?? message
        let otherPlace = places.updateValue(place, forKey: message) ?? place
        if other != message || otherPlace != place { find(.divergent, message, history, view.viewer) }
      }
    }
  }
}
