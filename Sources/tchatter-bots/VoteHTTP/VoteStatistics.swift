import JSON

/// What the votes of a room come to, as far as they are kept. Of what is hidden nothing is counted.
struct VoteStatistics: Equatable {
  /// Votes, by the state that they are in: their sum is all of them.
  private(set) var open = 0
  private(set) var revealed = 0
  private(set) var cancelled = 0
  /// Rounds that were revealed, by how far a team agreed in them.
  private(set) var rounds: [String: Int] = [:]
  /// Of those rounds.
  private(set) var ballots = 0
  /// Votes that came to consensus, by the round in which they did.
  private(set) var consensusByRound: [Int: Int] = [:]

  private static let agreements = ["full", "most", "none", "nobody"]

  init(_ votes: [Vote]) {
    for vote in votes {
      switch vote.phase {
      case .open: open += 1
      case .revealed: revealed += 1
      case .cancelled: cancelled += 1
      }
      for round in vote.revealedRounds { count(round.number, VoteOutcome(round.ballots, scale: vote.scale), of: vote) }
    }
  }

  private mutating func count(_ round: Int, _ outcome: VoteOutcome, of vote: Vote) {
    rounds[outcome.agreement.word, default: 0] += 1
    ballots += outcome.camps.reduce(0) { $0 + $1.count }
    // The last word counts: who votes again after a consensus has taken it back.
    if round == vote.round, vote.phase == .revealed, case .full = outcome.agreement {
      consensusByRound[round, default: 0] += 1
    }
  }

  /// Of each room, and of all together.
  static func json(_ votes: [Vote]) -> [UInt8] {
    let rooms = Dictionary(grouping: votes, by: \.room).sorted { $0.key < $1.key }
    return JSONWriter.object { writer in
      writer.member(
        "rooms",
        array: { array in
          for (room, votes) in rooms {
            array.object { object in
              object.member("room", room)
              VoteStatistics(votes).write(to: &object)
            }
          }
        })
      writer.member("all", object: { VoteStatistics(votes).write(to: &$0) })
    }
  }

  private func write(to writer: inout JSONWriter) {
    writer.member("votes", open + revealed + cancelled)
    writer.member("open", open)
    writer.member("revealed", revealed)
    writer.member("cancelled", cancelled)
    writer.member("ballots", ballots)
    writer.member(
      "rounds",
      object: { object in
        object.member("all", rounds.values.reduce(0, +))
        for agreement in Self.agreements { object.member(named: agreement, .integer(Int64(rounds[agreement] ?? 0))) }
      })
    writer.member(
      "consensus",
      array: { array in
        for (round, count) in consensusByRound.sorted(by: { $0.key < $1.key }) {
          array.object { object in
            object.member("round", round)
            object.member("votes", count)
          }
        }
      })
  }
}
