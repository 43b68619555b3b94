import Audit
import Testing

/// A judge that finds nothing is worth nothing: each anomaly is planted, and has to be found, and nothing else.
@Suite("The verdict on a history")
struct VerdictTests {
  /// Two authors, four messages, three viewers, and nothing wrong.
  private var flawless: History {
    var history = History(room: "room")
    history.sendings = ["a-1", "b-1", "a-2", "b-2"].map {
      History.Sending(message: $0, author: String($0.prefix(1)), outcome: .acknowledged)
    }
    history.backlog = ["a-1", "b-1", "a-2", "b-2"]
    history.views = ["a", "b", "c"].map {
      History.View(viewer: $0, messages: ["a-1", "b-1", "a-2", "b-2"], places: [1, 2, 3, 4])
    }
    return history
  }

  private func findings(_ change: (inout History) -> Void) -> [Verdict.Anomaly] {
    var history = flawless
    change(&history)
    return Verdict(history).findings.map(\.anomaly)
  }

  /// Of one viewer, what was shown, with places as they come.
  private func show(_ messages: [String], to viewer: Int, in history: inout History) {
    history.views[viewer].messages = messages
    history.views[viewer].places = []
  }

  @Test("nothing is found where nothing is wrong, and what was seen is counted")
  func clean() {
    let verdict = Verdict(flawless)
    #expect(verdict.isClean && verdict.acknowledged == 4 && verdict.seen == 12)
  }

  @Test("a message that was acknowledged and is nowhere is lost")
  func lostFromTheBacklog() {
    let found = findings { history in
      history.backlog.removeLast()
      for viewer in 0..<3 { show(["a-1", "b-1", "a-2"], to: viewer, in: &history) }
    }
    #expect(found == [.lost])
  }

  @Test("a message that one viewer misses at the end is lost")
  func lostAtTheEnd() {
    #expect(findings { show(["a-1", "b-1", "a-2"], to: 1, in: &$0) } == [.lost])
  }

  @Test("a message that one viewer misses in between is lost, and leaves a gap")
  func gap() {
    #expect(findings { show(["a-1", "a-2", "b-2"], to: 1, in: &$0) } == [.lost, .gap])
  }

  @Test("a message that is stored twice, or shown twice, is duplicated")
  func duplicated() {
    #expect(findings { $0.backlog.append("b-1") } == [.duplicated])
    #expect(findings { show(["a-1", "b-1", "b-1", "a-2", "b-2"], to: 2, in: &$0) } == [.duplicated])
  }

  @Test("messages shown in another order than the backlog's are reordered")
  func reordered() {
    #expect(findings { show(["a-1", "a-2", "b-1", "b-2"], to: 0, in: &$0) } == [.reordered])
  }

  @Test("a message that nobody sent, or that was refused, is a phantom")
  func phantom() {
    #expect(findings { show(["a-1", "b-1", "a-2", "b-2", "x"], to: 0, in: &$0) } == [.phantom])
    let refused = findings { history in
      history.sendings.append(History.Sending(message: "a-3", author: "a", outcome: .refused))
      history.backlog.append("a-3")
      for viewer in 0..<3 { show(history.backlog, to: viewer, in: &history) }
    }
    #expect(refused == [.phantom])
  }

  @Test("a message that was shown and is not stored makes views diverge")
  func shownAndNotStored() {
    let found = findings { history in
      history.sendings.append(History.Sending(message: "a-3", author: "a"))
      show(["a-1", "b-1", "a-2", "b-2", "a-3"], to: 0, in: &history)
    }
    #expect(found == [.divergent])
  }

  @Test("two messages at one place, or one at two, make views diverge")
  func divergentPlaces() {
    #expect(findings { $0.views[2].places = [1, 2, 3, 5] } == [.divergent])
    let swapped = findings { history in
      history.views[2].messages = ["a-1", "a-2", "b-1", "b-2"]
    }
    #expect(swapped.contains(.divergent) && swapped.contains(.reordered))
  }

  @Test("an undecided message is either nowhere or with everybody")
  func undecided() {
    let pending = History.Sending(message: "a-3", author: "a")
    #expect(findings { $0.sendings.append(pending) }.isEmpty)
    let everywhere = findings { history in
      history.sendings.append(pending)
      history.backlog.append("a-3")
      for viewer in 0..<3 { show(history.backlog, to: viewer, in: &history) }
    }
    #expect(everywhere.isEmpty)
    let partial = findings { history in
      history.sendings.append(pending)
      history.backlog.append("a-3")
      for viewer in 0..<2 { show(history.backlog, to: viewer, in: &history) }
    }
    #expect(partial == [.partial])
  }

  @Test("an author's messages in another order than they were sent break the sender's order")
  func senderOrder() {
    let found = findings { history in
      history.backlog = ["a-2", "b-1", "a-1", "b-2"]
      for viewer in 0..<3 { show(history.backlog, to: viewer, in: &history) }
    }
    #expect(found == [.senderOrder])
  }

  @Test("who came later is owed what came later")
  func owed() {
    let found = findings { history in
      show(["a-2", "b-2"], to: 1, in: &history)
      history.views[1].owedFrom = "a-2"
    }
    #expect(found.isEmpty)
  }
}
