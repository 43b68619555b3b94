import JSON

/// A vote's rounds for other programs. Only what is revealed: the votes of an open round are left out.
struct VoteExport {
  let vote: Vote

  private var rounds: [(number: Int, ballots: [Vote.Ballot])] { vote.revealedRounds }

  func text(as form: VoteCommand.ExportForm) -> String {
    switch form {
    case .json: json
    case .csv: csv
    }
  }

  /// RFC 4180; each text in quotes, so that no spreadsheet takes one for a formula or a date unasked.
  private var csv: String {
    var lines = ["vote,title,url,room,round,voter,value,label"]
    for round in rounds {
      for ballot in round.ballots {
        let step = vote.scale.steps[ballot.choice]
        let texts = [vote.id.description, vote.title, vote.url ?? "", vote.room, "\(round.number)", ballot.voter.name]
        lines.append((texts + [step.value, step.label ?? ""]).map(Self.quoted).joined(separator: ","))
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func quoted(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@\t".contains($0) } ?? false
    return "\"" + (isFormula ? "'" : "") + text.replacing("\"", with: "\"\"") + "\""
  }

  /// One object; a line for each vote, so that it can be cut into messages between lines.
  private var json: String {
    let head = Self.object { writer in
      writer.member("id", vote.id.description)
      writer.member("title", vote.title)
      if let url = vote.url { writer.member("url", url) }
      writer.member("room", vote.room)
      writer.member("state", vote.phase.rawValue)
      writer.member("scale", array: { array in for step in vote.scale.steps { array.string(step.value) } })
    }
    let objects = rounds.map { number, ballots in Self.adding("votes", votes(ballots), to: round(number, ballots)) }
    return Self.adding("rounds", objects, to: head)
  }

  private func round(_ number: Int, _ ballots: [Vote.Ballot]) -> String {
    let median = VoteOutcome(ballots, scale: vote.scale).median
    return Self.object { writer in
      writer.member("round", number)
      if let median { writer.member("median", vote.scale.steps[median].value) }
    }
  }

  private func votes(_ ballots: [Vote.Ballot]) -> [String] {
    ballots.map { ballot in
      Self.object { writer in
        writer.member("voter", ballot.voter.name)
        writer.member("value", vote.scale.steps[ballot.choice].value)
      }
    }
  }

  private static func object(_ write: (inout JSONWriter) -> Void) -> String {
    String(decoding: JSONWriter.object(write), as: UTF8.self)
  }

  /// The object `json` with one member more, a list with a line for each element.
  private static func adding(_ name: String, _ list: [String], to json: String) -> String {
    let lines = list.isEmpty ? "" : "\n" + list.joined(separator: ",\n") + "\n"
    return json.dropLast() + ",\"\(name)\":[\(lines)]}"
  }
}
