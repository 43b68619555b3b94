import Broker
import RedisClient

extension NoteActivity: ScriptedCall {
  static let script = RedisScript("note_activity", PackageResources.note_activity_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.rooms)
    command.add(context.retention.seconds)
    command.add(ListedRoom.kept)
    for room in rooms where room.participants == nil { command.add(room.text) }
  }

  func read(_ reply: inout ReplyCursor) -> Void? { reply.done() }
}

extension RedisBackend {
  func run(_ call: NoteActivity, reply: @escaping NoteActivity.Completion) {
    guard call.rooms.contains(where: { $0.participants == nil }) else {
      return broker.reactor.soon { reply(.success(())) }
    }
    runScript(of: call, reply: reply)
  }
}
