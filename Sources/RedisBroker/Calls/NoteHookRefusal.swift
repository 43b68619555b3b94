import Broker
import RedisClient

extension NoteHookRefusal: ScriptedCall {
  static let script = RedisScript("note_hook_refusal", PackageResources.note_hook_refusal_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.hooks)
    command.add(id)
    command.add(refusal.code)
    command.add(refusal.reason)
  }

  func read(_ reply: inout ReplyCursor) -> Bool? { reply.integer().map { $0 == 1 } }
}

extension HookRefusals {
  /// Reads what the script keeps.
  init?(_ kept: String) {
    let words = kept.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
    guard words.count == 4, let count = Int64(words[0]), let time = Int64(words[1]) else { return nil }
    self.init(count: count, time: time, refusal: .init(code: String(words[2]), reason: String(words[3])))
  }
}
