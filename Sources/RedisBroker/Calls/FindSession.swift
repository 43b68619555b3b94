import Broker
import ChatProtocol
import RedisClient

extension FindSession: ScriptedCall {
  static let script = RedisScript("find_session", PackageResources.find_session_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(RedisKeys.session(hash))
    command.add(hash.text)
    command.add(RedisKeys.seconds(lifetime))
  }

  func read(_ reply: inout ReplyCursor) -> SessionRecord?? {
    guard let count = reply.array() else { return nil }
    guard count == 3 else { return .some(nil) }
    guard let user = reply.bytes().flatMap({ User(stored: $0) }), let created = reply.text().flatMap({ Int64($0) }),
      let expires = reply.text()
    else { return nil }
    return SessionRecord(user: user, created: created, expires: Int64(expires))
  }
}
