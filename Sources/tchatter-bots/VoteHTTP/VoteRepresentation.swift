import JSON

// Votes as the HTTP interface tells them. What has been voted in a round that is not revealed is in none of these.

extension Vote {
  /// Of a list, and of events.
  var summary: [UInt8] { JSONWriter.object { writeSummary(to: &$0) } }

  /// With who has voted and who has not, and all rounds that were revealed.
  var detail: [UInt8] {
    JSONWriter.object { writer in
      writeSummary(to: &writer)
      writer.member("voters", array: { array in for ballot in ballots { array.object { write(ballot, to: &$0) } } })
      writer.member("missing", array: { array in for voter in missing { array.string(voter.name) } })
      writer.member(
        "rounds", array: { array in for round in revealedRounds { array.object { write(round, to: &$0) } } })
    }
  }

  /// Who has voted in this round; what, once it is revealed.
  var ballotList: [UInt8] {
    JSONWriter.object { writer in
      writer.member("vote", id.description)
      writer.member("round", round)
      writer.member("state", phase.rawValue)
      writer.member(
        "ballots",
        array: { array in
          for ballot in ballots { array.object { write(ballot, withValue: phase == .revealed, to: &$0) } }
        })
      writer.member("missing", array: { array in for voter in missing { array.string(voter.name) } })
    }
  }

  private func writeSummary(to writer: inout JSONWriter) {
    writer.member("id", id.description)
    writer.member("room", room)
    writer.member("title", title)
    if let url { writer.member("url", url) }
    writer.member("state", phase.rawValue)
    writer.member("round", round)
    writer.member("starter", starter.name)
    writer.member("scale", array: { array in for step in scale.steps { array.object { write(step, to: &$0) } } })
    switch quorum {
    case nil: break
    case .everybody?: writer.member("quorum", "all")
    case .count(let count)?: writer.member("quorum", count)
    }
    if let startedAt { writer.member("startedAt", startedAt) }
    if let endedAt, !isOpen { writer.member("endedAt", endedAt) }
    if isOpen { writer.member("deadline", deadline) }
    writer.member("ballotCount", ballots.count)
    writer.member("missingCount", missing.count)
    if phase == .revealed { writer.member("result", object: { write(VoteOutcome(ballots, scale: scale), to: &$0) }) }
  }

  private func write(_ step: Scale.Step, to writer: inout JSONWriter) {
    writer.member("value", step.value)
    if let label = step.label { writer.member("label", label) }
  }

  private func write(_ ballot: Ballot, withValue: Bool = false, to writer: inout JSONWriter) {
    writer.member("voter", ballot.voter.name)
    if withValue { writer.member("value", scale.steps[ballot.choice].value) }
    if let program = ballot.enteredBy { writer.member("enteredBy", program) }
  }

  private func write(_ round: (number: Int, ballots: [Ballot]), to writer: inout JSONWriter) {
    writer.member("round", round.number)
    writer.member(
      "ballots",
      array: { array in for ballot in round.ballots { array.object { write(ballot, withValue: true, to: &$0) } } })
    writer.member("result", object: { write(VoteOutcome(round.ballots, scale: scale), to: &$0) })
  }

  private func write(_ outcome: VoteOutcome, to writer: inout JSONWriter) {
    writer.member("agreement", outcome.agreement.word)
    switch outcome.agreement {
    case .full(let choice), .most(let choice): writer.member("value", scale.steps[choice].value)
    case .nobody, .none: break
    }
    if let median = outcome.median { writer.member("median", scale.steps[median].value) }
    writer.member(
      "counts",
      array: { array in
        for (step, camp) in zip(scale.steps, outcome.camps) {
          array.object { object in
            object.member("value", step.value)
            object.member("count", camp.count)
          }
        }
      })
    writer.member(
      "outliers", array: { array in for outlier in outcome.outliers { array.string(outlier.voter.name) } })
  }
}

extension VoteOutcome.Agreement {
  var word: String {
    switch self {
    case .nobody: "nobody"
    case .full: "full"
    case .most: "most"
    case .none: "none"
    }
  }
}
