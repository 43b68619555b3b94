// What programs ask over HTTP.
extension VoteBot {
  private static let mostCalls = 100

  /// It is answered in its turn, like everybody.
  func perform(_ pending: PendingVoteCall) {
    guard participant?.state == .online else { return pending.complete(.failure(.chatAway)) }
    guard !isStoreAway else { return pending.complete(.failure(.storeAway)) }
    guard queue.count(where: { $0.call != nil }) < Self.mostCalls else {
      return pending.complete(.failure(.rateLimited(after: 1)))
    }
    if case .start(let room, _) = pending.call.action, !rooms.contains(room) {
      return pending.complete(.failure(.notFound("The bot is in no such room.")))
    }
    add(.call(pending))
  }

  /// The chat is away. What is being kept is not refused: it may be done already, and its caller is told what came of it.
  func refuseCalls() {
    for call in queue.dropFirst(isKeeping ? 1 : 0).compactMap(\.call) { call.complete(.failure(.chatAway)) }
  }
}
