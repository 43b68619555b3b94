import Broker
import ChatProtocol
import RedisClient

extension Erase: ScriptedCall {
  static let script = RedisScript("erase", PackageResources.erase_lua)

  var place: Place { .room(room) }

  func write(to command: inout CommandWriter, _ context: CallContext) {
    let channel = RedisKeys.channel(room)
    command.key(channel, RoomKey.erased)
    command.key(channel, RoomKey.edits)
    command.key(channel, RoomKey.stream)
    command.add(context.retention.backlogSeconds)
    for erasure in erasures {
      let (original, edit): (Position, Position?) =
        switch erasure {
        case .edited(let original, by: let edit): (original, edit)
        case .deleted(let original): (original, nil)
        }
      command.add(original.seq)
      command.add(original.identity)
      command.add(edit.map { String($0.seq) } ?? "")
      command.add(edit?.identity ?? "")
    }
  }

  func read(_ reply: inout ReplyCursor) -> Void? { reply.done() }
}

extension ReplyCursor {
  /// The number that scripts return which have nothing to tell.
  mutating func done() -> Void? { integer().map { _ in () } }
}
