import Broker
import RedisClient

extension NoteStoreFiles: ScriptedCall {
  static let script = RedisScript("note_store_files", PackageResources.note_store_files_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.cleaning)
    switch state {
    case .begun: command.add("" as StaticString)
    case .written(let count): command.add(Int(clamping: count))
    }
  }

  func read(_ reply: inout ReplyCursor) -> Void? { reply.done() }
}
