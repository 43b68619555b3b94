/// What is wrong with a history. Nothing may be.
///
/// The backlog at the end is the one order of the room. Every acknowledged message is in it once, and every view is
/// the part of it that the viewer is owed, all of it, in that order.
package struct Verdict: Equatable, Sendable {
  package enum Anomaly: String, Sendable, CaseIterable {
    /// Acknowledged, and not in the backlog; or in the backlog, and not seen by somebody who is owed it.
    case lost
    /// Twice in the backlog or in a view.
    case duplicated
    /// Seen in another order than the backlog's.
    case reordered
    /// Seen or stored, but never sent, or refused.
    case phantom
    /// Seen by somebody, but not in the backlog.
    case divergent
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
    let places = Self.places(history.backlog)
    judgeBacklog(history, places)
    for view in history.views { judge(view, history, places) }
  }

  private static func places(_ messages: [String]) -> [String: Int] {
    Dictionary(messages.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private mutating func find(_ anomaly: Anomaly, _ message: String, _ history: History, _ viewer: String? = nil) {
    findings.append(Finding(anomaly: anomaly, room: history.room, message: message, viewer: viewer))
  }

  // MARK: - The backlog

  private mutating func judgeBacklog(_ history: History, _ places: [String: Int]) {
    var known: [String: History.Sending] = [:]
    var lastPlace: [String: Int] = [:]
    for sending in history.sendings {
      known[sending.message] = sending
      if sending.outcome == .acknowledged {
        acknowledged += 1
        if places[sending.message] == nil { find(.lost, sending.message, history) }
      }
      guard let place = places[sending.message] else { continue }
      if let last = lastPlace[sending.author], place < last { find(.senderOrder, sending.message, history) }
      lastPlace[sending.author] = max(place, lastPlace[sending.author] ?? place)
    }
    var met = Set<String>()
    for message in history.backlog {
      if !met.insert(message).inserted { find(.duplicated, message, history) }
      if let sending = known[message], sending.outcome != .refused { continue }
      find(.phantom, message, history)
    }
  }

  // MARK: - A view

  private mutating func judge(_ view: History.View, _ history: History, _ places: [String: Int]) {
    var met = Set<String>()
    var last = -1
    for message in view.messages {
      seen += 1
      if !met.insert(message).inserted {
        find(.duplicated, message, history, view.viewer)
        continue
      }
      guard let place = places[message] else {
        find(.divergent, message, history, view.viewer)
        continue
      }
      if place < last { find(.reordered, message, history, view.viewer) }
      last = max(last, place)
    }
    let first = view.owedFrom.map { places[$0] ?? history.backlog.count } ?? 0
    for message in history.backlog.dropFirst(first) where !met.contains(message) {
      find(.lost, message, history, view.viewer)
    }
  }
}
