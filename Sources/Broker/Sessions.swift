import ChatProtocol

/// Who is signed in.
package protocol Sessions: AnyObject {
  /// Makes a session and claims the name for it, both or neither.
  /// - Parameters:
  ///   - skeleton: what the name is compared by (`UserName.skeleton`), any text of at most 512 bytes.
  ///   - lifetime: seconds, from the last use.
  ///   - completion: `false` when the name is taken.
  func createSession(
    _ hash: TokenHash, _ record: SessionRecord, skeleton: String, lifetime: Int,
    completion: @escaping (Result<Bool, BrokerFailure>) -> Void)

  /// Looks a session up and prolongs it by `lifetime` seconds from now; `nil` when there is none.
  func session(
    _ hash: TokenHash, lifetime: Int, completion: @escaping (Result<SessionRecord?, BrokerFailure>) -> Void)

  /// Ends a session, frees its name, and tells the fleet (`FleetEvent.sessionEnded`).
  func endSession(_ hash: TokenHash, completion: @escaping (Result<Void, BrokerFailure>) -> Void)

  /// Who has the name with this skeleton now.
  func user(named skeleton: String, completion: @escaping (Result<User?, BrokerFailure>) -> Void)
}

/// A session as it is kept.
package struct SessionRecord: Equatable, Sendable {
  package let user: User
  /// Milliseconds since 1970, by the clock of the instance that made it.
  package let created: Int64

  package init(user: User, created: Int64) {
    self.user = user
    self.created = created
  }
}
