import ChatProtocol

/// Ends other sessions of whoever a session belongs to, hands their names on, and tells the fleet of each
/// (`FleetEvent.sessionEnded`). The session itself goes on.
package struct RevokeSessions: BrokerCall {
  package enum Which: Equatable, Sendable {
    case others
    /// The one with this name, if it is not the asking one.
    case one(DeviceID)

    package func includes(_ hash: TokenHash) -> Bool {
      switch self {
      case .others: true
      case .one(let device): hash.device == device
      }
    }
  }

  package let which: Which
  /// Whose will it is. One that does not live any more ends nothing.
  package let session: TokenHash

  package init(_ which: Which, by session: TokenHash) {
    self.which = which
    self.session = session
  }

  /// How many have ended; `nil` where the asking session does not live.
  package typealias Reply = Int?

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
