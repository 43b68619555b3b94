import Broker
import ChatProtocol
import RedisClient

extension NoteMentions: ScriptedCall {
  static let script = RedisScript("note_mentions", PackageResources.note_mentions_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    let keys = context.keys
    for name in names.joined() {
      command.key(keys.name(name))
      command.key(keys.lastHolder(ofName: name))
    }
    command.add("\(mention.room.text) \(mention.position.text) \(mention.time)")
    command.add(author)
    command.add(Mention.kept)
    command.add(RedisKeys.seconds(lifetime))
    command.add(SessionRecord.longestLife)
    command.add(keys.sessionPrefix)
    command.add(keys.userPrefix)
    command.add(RedisKeys.mentionsSuffix)
    switch readers {
    case .allBut(let users): command.add("- " + users.joined(separator: " "))
    case .only(let users): command.add("+ " + users.joined(separator: " "))
    }
    command.add(called.joined(separator: " "))
    command.add(User.guestIDLength)
    for names in names { command.add(names.count) }
  }

  func read(_ reply: inout ReplyCursor) -> Int? { reply.integer().map { Int($0) } }
}
