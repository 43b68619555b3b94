import ChatProtocol

/// Ends, bans, suspends or pardons a user, and tells the fleet (`FleetEvent.standingChanged`).
///
/// It holds from the moment of the answer on, on every instance that asks the store: `FindSession` and `CreateSession`
/// judge by it. The notice is only a hint to ask now.
package struct ChangeStanding: BrokerCall {
  package enum Act: Equatable, Sendable {
    /// Ends all sessions that were made before this moment, and frees their names.
    case end
    /// The same, and none is made or found before the ban has ended.
    /// - `seconds`: how long it lasts, 1 to `Restriction.longestSpan`; `nil`: until it is pardoned.
    /// - `holdsNames`: the sessions' names are nobody's until then.
    case ban(seconds: Int?, reason: String, holdsNames: Bool)
    /// Sessions go on, and tell that their user may only read.
    case suspend(seconds: Int?, reason: String)
    /// Lifts ban and suspension, and frees the names that were held. What has ended stays so.
    case pardon

    /// Whether the user's sessions end with it.
    package var endsSessions: Bool {
      switch self {
      case .end, .ban: true
      case .suspend, .pardon: false
      }
    }
  }

  package let user: User.ID
  package let act: Act

  /// - Parameter user: 1–15 of `[a-z0-9]`.
  package init(_ act: Act, of user: User.ID) {
    self.act = act
    self.user = user
  }

  package struct Reply: Equatable, Sendable {
    /// How many sessions were found and ended.
    package let ended: Int
    /// When the ban or the suspension ends by itself: milliseconds since 1970.
    package let until: Int64?

    package init(ended: Int, until: Int64?) {
      self.ended = ended
      self.until = until
    }
  }

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
