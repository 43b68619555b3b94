// What the bot says about a vote.
extension Vote {
  /// `v7 “Login page”`.
  var label: String { "\(id) “\(title)”" }

  private var command: (Int) -> String {
    { step in "`vote \(self.scale.steps[step].value)`" + (self.scale.steps[step].label.map { " (\($0))" } ?? "") }
  }

  /// Tells the room that it can vote.
  func announcement(botName: String) -> String {
    let choices = scale.steps.indices.map(command)
    let ways = choices.dropLast().joined(separator: ", ") + " or " + (choices.last ?? "")
    let what = round == 1 ? "\(starter.name) asks for votes on" : "Round \(round) of"
    var lines = ["\(what) \(label)\(url.map { " \($0)" } ?? "")"]
    lines.append("Send me, @\(botName), by direct message: \(ways). If several votes are open, `vote \(id) …`.")
    if let end { lines.append(end) }
    return lines.joined(separator: "\n")
  }

  /// When it ends by itself, if that was asked for.
  private var end: String? {
    let quorum: String? =
      switch self.quorum {
      case nil: nil
      case .everybody: "when everybody has voted"
      case .count(let count): "when \(count) have voted"
      }
    let ends = [quorum, tellsDeadline ? "in \(Self.duration(span))" : nil].compactMap(\.self)
    return ends.isEmpty ? nil : "It is revealed \(ends.joined(separator: ", or "))."
  }

  static func duration(_ milliseconds: Int64) -> String {
    let units: [(Int64, String)] = [(86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1_000, "second")]
    for (unit, name) in units where milliseconds >= unit && milliseconds % unit == 0 {
      let count = milliseconds / unit
      return "\(count) \(name)\(count == 1 ? "" : "s")"
    }
    return "\(max(milliseconds, 0) / 1_000) seconds"
  }

  /// How many have voted, and who.
  var tally: String {
    let count = ballots.count == 1 ? "1 has" : "\(ballots.count) have"
    let rest = missing.isEmpty ? "Nobody is missing." : "Missing: \(missing.names)."
    return "\(label): \(count) voted: \(voters.names). \(rest)"
  }

  var reminder: String {
    "Your vote on \(label) in \(room) is missing\(url.map { " (\($0))" } ?? ""): "
      + scale.steps.indices.map { "`vote \(id) \(scale.steps[$0].value)`" }.joined(separator: ", ") + "."
  }

  /// - Parameters:
  ///   - recent: how many were reminded before, and are not now.
  ///   - left: how many can't be reminded yet.
  func reminding(_ voters: [Voter], recent: Int, left: Int) -> String {
    var sentences = ["I remind \(voters.count) of \(label): \(voters.names)."]
    if recent > 0 { sentences.append(Self.remindedBefore(recent)) }
    if left > 0 { sentences.append("\(left) more I can remind only later: ask me again in a minute.") }
    return sentences.joined(separator: " ")
  }

  func nobodyToRemind(recent: Int) -> String {
    "I remind nobody of \(label): \(Self.remindedBefore(recent))"
  }

  private static func remindedBefore(_ count: Int) -> String { "\(count) had been reminded within the hour." }

  /// - Parameter previous: what was voted before.
  /// - Parameter program: which has cast it; whoever it is for can do so as well.
  func receipt(_ choice: Int, previous: Int?, enteredBy program: String? = nil) -> String {
    let change = previous.flatMap { $0 == choice ? nil : " instead of \(scale.steps[$0].value)" } ?? ""
    let source = program.map { ", from \($0). Your own word counts instead: `vote \(id) …`" } ?? ""
    return "I received your vote: \(scale.steps[choice].text)\(change) on \(label)\(source)."
  }

  // MARK: The result

  func result(because reason: String = "") -> String {
    let outcome = VoteOutcome(ballots, scale: scale)
    let head = "\(label)\(round > 1 ? ", round \(round)" : "")\(reason): "
    guard outcome.agreement != .nobody else { return head + "nobody voted." }
    var lines = [head + (ballots.count == 1 ? "1 vote." : "\(ballots.count) votes.")]
    for (step, camp) in zip(scale.steps, outcome.camps) where !camp.isEmpty {
      lines.append("\(step.text): \(camp.count) – \(camp.names)")
    }
    lines.append(verdict(outcome))
    return lines.joined(separator: "\n")
  }

  private func verdict(_ outcome: VoteOutcome) -> String {
    func value(_ choice: Int) -> String { scale.steps[choice].text }
    let names = outcome.outliers.prefix(10).map { "\($0.voter.name) (\(scale.steps[$0.choice].value))" }
    let outliers = names.isEmpty ? "" : " Outliers: \(names.joined(separator: ", "))."
    switch outcome.agreement {
    case .nobody: return ""
    case .full(let choice): return "Consensus: \(value(choice))."
    case .most(let choice): return "Most say \(value(choice)).\(outliers)"
    case .none:
      let middle = outcome.median.map { " The middle is \(value($0))." } ?? ""
      return "No consensus.\(middle)\(outliers) `again \(id)` opens another round."
    }
  }

  /// One line of a list.
  var line: String {
    switch phase {
    case .open: "\(label) in \(room): open, \(ballots.count) of \(members.count) have voted"
    case .revealed: "\(label) in \(room): revealed, \(ballots.count) votes"
    case .cancelled: "\(label) in \(room): cancelled"
    }
  }
}
