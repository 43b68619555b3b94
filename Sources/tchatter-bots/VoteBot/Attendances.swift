import ChatClient
import ChatProtocol

/// Asks who is in some rooms.
enum Attendances {
  private final class Sum {
    var attendances: [String: VoteRules.Attendance] = [:]
    var missing = 0
    var hasFailed = false
  }

  /// - Parameter completion: told once; `nil` when it could not be found out for the moment.
  static func ask(
    _ participant: Participant?, about rooms: Set<String>,
    completion: @escaping ([String: VoteRules.Attendance]?) -> Void
  ) {
    guard let participant, participant.state == .online else { return completion(nil) }
    guard !rooms.isEmpty else { return completion([:]) }
    let sum = Sum()
    sum.missing = rooms.count
    for room in rooms {
      participant.members(of: room) { result in
        take(result, of: room, besides: participant.user?.id, sum)
        if sum.missing == 0 { completion(sum.hasFailed ? nil : sum.attendances) }
      }
    }
  }

  /// - Parameter own: the bot, which is shown as a person where it has no key.
  private static func take(
    _ result: Result<MemberList, ServerRefusal>, of room: String, besides own: User.ID?, _ sum: Sum
  ) {
    sum.missing -= 1
    switch result {
    case .success(let list):
      // Programs don't vote.
      let people = list.users.filter { $0.kind == .user && $0.id != own }.map { Voter($0.name) }
      sum.attendances[room] = VoteRules.Attendance(people: people, isComplete: list.isWhole)
    case .failure(let refusal) where refusal.isTransient || refusal == .disconnected: sum.hasFailed = true
    // Of a room that can't be looked into only those count who are known from before.
    case .failure: break
    }
  }
}
