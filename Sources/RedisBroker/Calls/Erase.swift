import Broker
import ChatProtocol
import RedisClient

extension RedisBackend {
  /// The room's node takes the texts out, and that of the people, which has the list of rooms to be cleaned, hears of it: of
  /// a deletion always, as one that is asked for again may not have been heard of; of an edit if it took something out, as
  /// most do not.
  func run(_ call: Erase, reply: @escaping Erase.Completion) {
    runScript(of: TextErasure(call: call)) { result in
      guard case .success(let count) = result, !call.isCleaned, count > 0 || call.deletes else {
        return reply(result.map { _ in })
      }
      note(call.room, reply)
    }
  }

  private func note(_ room: RoomName, _ reply: @escaping Erase.Completion) {
    send(to: .people) { command in
      command.add("ZINCRBY" as StaticString)
      command.add(keys.erased)
      command.add(1)
      command.add(room.text)
    } completion: { result in
      reply(result.reading { $0.bytes().map { _ in } })
    }
  }
}

extension Erase {
  fileprivate var deletes: Bool {
    erasures.contains { if case .deleted = $0 { true } else { false } }
  }
}

/// Answered with how many places it was that were not taken out before.
struct TextErasure: ScriptedCall {
  typealias Reply = Int64

  let call: Erase

  static let script = RedisScript("erase", PackageResources.erase_lua)

  var place: Place { .room(call.room) }

  func write(to command: inout CommandWriter, _ context: CallContext) {
    let channel = RedisKeys.channel(call.room)
    command.key(channel, RoomKey.erased)
    command.key(channel, RoomKey.edits)
    command.key(channel, RoomKey.stream)
    command.key(channel, RoomKey.copy)
    command.add(context.retention.backlogSeconds)
    command.add(call.isCleaned ? 1 : 0)
    for erasure in call.erasures {
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

  func read(_ reply: inout ReplyCursor) -> Int64? { reply.integer() }
}

extension ReplyCursor {
  /// The number that scripts return which have nothing to tell.
  mutating func done() -> Void? { integer().map { _ in () } }
}
