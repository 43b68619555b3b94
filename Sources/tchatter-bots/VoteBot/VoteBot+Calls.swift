// What programs ask over HTTP.
extension VoteBot {
  private static let mostCalls = 100

  /// It is answered in its turn, like everybody.
  func perform(_ pending: PendingVoteCall) {
    guard isOnline else { return pending.complete(.failure(.chatAway)) }
    guard !isStoreAway else { return pending.complete(.failure(.storeAway)) }
    guard queue.callCount < Self.mostCalls else {
      return pending.complete(.failure(.rateLimited(after: 1)))
    }
    if case .start(let room, _) = pending.call.action, !rooms.contains(room) {
      return pending.complete(.failure(.notFound("The bot is in no such room.")))
    }
    add(.call(pending))
  }
}
