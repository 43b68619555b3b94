/// What became of a conversation, and whether it was flawless.
struct Report: Equatable {
  /// What one bot did and saw.
  struct Bot: Equatable {
    var name = ""
    var room = ""
    var instance = ""
    var said = 0
    var acknowledged = 0
    var seen = 0
    var missed = 0
    var doubled = 0
    var reordered = 0
    /// Lines with other words or another speaker than said, and lines that nobody had said.
    var altered = 0
    /// Connections that were lost, and moves that were asked for.
    var reconnects = 0
    var moves = 0
    /// What was dropped unseen, because it had been seen: repetitions on the wire.
    var repetitions = 0
    /// Milliseconds from a line's being said to its being seen, at most.
    var longestPause = 0
    var remarks: [String] = []

    var isFlawless: Bool {
      missed == 0 && doubled == 0 && reordered == 0 && altered == 0 && acknowledged == said && remarks.isEmpty
    }
  }

  var bots: [Bot] = []
  var rooms = 0
  var planned = 0
  var said = 0
  var divergent = 0
  var milliseconds = 0
  /// Whether somebody ended it before its time; then it is judged by what had been said.
  var wasInterrupted = false
  /// Why conversations did not come to their end.
  var failures: [String] = []

  /// Each bot sees every line, its own too.
  var seen: Int { bots.reduce(0) { $0 + $1.seen } }

  /// A conversation in which nobody said anything proves nothing.
  var isFlawless: Bool {
    failures.isEmpty && divergent == 0 && said > 0 && bots.allSatisfy(\.isFlawless)
      && (wasInterrupted || said == planned)
  }
}

extension Report {
  /// The report of these conversations as they stand.
  init(_ stages: [Stage], milliseconds: Int, wasInterrupted: Bool) {
    self.milliseconds = milliseconds
    self.wasInterrupted = wasInterrupted
    rooms = stages.count
    for stage in stages {
      planned += stage.linesPlanned
      said += stage.linesSaid
      divergent += stage.divergent
      if let failure = stage.failure { failures.append("\(stage.room): \(failure)") }
      bots += stage.performers.map { Bot($0, stage) }
    }
  }
}

extension Report.Bot {
  init(_ performer: Performer, _ stage: Stage) {
    let (participant, checker) = (performer.participant, performer.checker)
    name = performer.name
    room = stage.room
    instance = participant.instance
    said = performer.said
    acknowledged = performer.acknowledged
    seen = checker.seen
    missed = checker.missed(said: stage.said)
    doubled = checker.doubled
    reordered = checker.reordered
    altered = checker.altered + checker.phantoms
    reconnects = participant.counters.losses
    moves = participant.counters.moves
    repetitions = participant.counters.messagesDoubled
    longestPause = performer.longestPause.milliseconds
    remarks = performer.remarks
  }
}
