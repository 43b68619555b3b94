import Broker
import ChatProtocol
import RedisClient

extension ListSessions: ScriptedCall {
  static let script = RedisScript("list_sessions", PackageResources.list_sessions_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.sessions(of: user))
    command.key(context.keys.standing(of: user))
    command.add(context.keys.sessionPrefix)
    command.add(RedisKeys.seconds(lifetime))
  }

  func read(_ reply: inout ReplyCursor) -> [ListedSession]? {
    guard let count = reply.array() else { return nil }
    var sessions: [ListedSession] = []
    for _ in 0..<count / 4 {
      guard let hash = reply.text().flatMap({ TokenHash(text: $0) }), let created = reply.text().flatMap({ Int64($0) }),
        let used = reply.text(), let user = reply.bytes().flatMap({ User(stored: $0) })
      else { return nil }
      sessions.append(ListedSession(hash, of: user, created: created, used: Int64(used)))
    }
    return sessions
  }
}
