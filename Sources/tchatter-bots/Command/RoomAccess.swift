import ChatClient

/// Which rooms a bot may not be in, and what its log says of that and of holes in their order.
struct RoomAccess {
  private(set) var keptOut: Set<String> = []
  private let log: BotLog

  init(log: BotLog) { self.log = log }

  mutating func hear(_ event: ParticipantEvent) {
    switch event {
    case .gap(let gap): log.write(gap.words)
    case .rewound(let room, _): log.write("\(room): the store went back; what it forgot is put back")
    case .joined(let room, _, _, _):
      log.write("in \(room)")
      keptOut.remove(room)
    case .roomRefused(let room, let refusal):
      log.write("\(room) can't be joined: \(refusal)")
      keptOut.insert(room)
    case .removed(let room):
      log.write("\(room): not let in any more; it goes on once it is let in and started again")
      keptOut.insert(room)
    case .state, .message, .stored, .policy, .sent, .refused, .presence, .typing, .direct, .read, .report, .resolved,
      .deviceAdded, .maintenance:
      break
    }
  }
}
