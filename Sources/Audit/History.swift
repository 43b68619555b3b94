/// What happened in one room during a run, as those saw it who took part: the evidence that `Verdict` judges.
package struct History: Sendable {
  /// What became of a message for its author.
  package enum Outcome: Equatable, Sendable {
    /// Stored, says the server.
    case acknowledged
    /// Not stored, says the server, for good.
    case refused
    /// No answer came: stored once, or not at all.
    case undecided
  }

  /// A message that somebody meant to send. Its name is unique in the run.
  package struct Sending: Equatable, Sendable {
    package let message: String
    package let author: String
    package var outcome: Outcome

    package init(message: String, author: String, outcome: Outcome = .undecided) {
      self.message = message
      self.author = author
      self.outcome = outcome
    }
  }

  /// What one participant saw, in the order in which it was shown, after the client's own sorting out of repeats.
  package struct View: Equatable, Sendable {
    package let viewer: String
    package var messages: [String]
    /// The first message that the viewer is owed; `nil` for all of them.
    package var owedFrom: String?
    /// The seq under which each of `messages` was shown; empty where they can't be compared, because nobody kept them or
    /// because the store went back and gave the same places again.
    package var places: [UInt64]

    package init(viewer: String, messages: [String] = [], owedFrom: String? = nil, places: [UInt64] = []) {
      self.viewer = viewer
      self.messages = messages
      self.owedFrom = owedFrom
      self.places = places
    }
  }

  package let room: String
  /// By author in the order in which they were sent.
  package var sendings: [Sending] = []
  package var views: [View] = []
  /// The room's backlog at the end.
  package var backlog: [String] = []

  package init(room: String) { self.room = room }
}
