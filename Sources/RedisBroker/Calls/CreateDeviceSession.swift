import Broker
import ChatProtocol
import RedisClient

extension CreateDeviceSession: ScriptedCall {
  static let script = RedisScript("create_device_session", PackageResources.create_device_session_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.deviceCode(code))
    command.key(context.keys.session(hash))
    // Without a request nothing is kept under it; the script has as many keys either way.
    command.key(context.keys.signIn(request?.hash ?? hash))
    command.key(context.keys.wrongCodes)
    command.add(hash.text)
    command.add(created)
    command.add(RedisKeys.seconds(lifetime))
    command.add(request?.sealedToken ?? "")
    command.add(SignInRequest.seconds)
    command.add(context.keys.userPrefix)
    command.add(RedisKeys.standingSuffix)
    command.add(RedisKeys.sessionsSuffix)
    command.add(SessionRecord.longestLife)
    command.add(Standing.mostSessions)
    command.add(mostWrong)
    command.add(Self.wrongSpan)
    command.add(RedisKeys.fleet)
  }

  func read(_ reply: inout ReplyCursor) -> CreateDeviceSession.Reply? {
    guard reply.array() != nil else { return reply.integer().map { _ in .wrong } }
    switch reply.text() {
    case "m": return reply.bytes().flatMap { User(stored: $0) }.map { .made($0) }
    case "t": return reply.integer().map { .tooManyWrong(wait: max(0, Int(clamping: $0))) }
    case "r":
      guard let sealed = reply.text(), let user = reply.bytes().flatMap({ User(stored: $0) }),
        let created = reply.text().flatMap({ Int64($0) })
      else { return nil }
      return .repeated(SessionRecord(user: user, created: created), sealedToken: sealed)
    default: return nil
    }
  }
}
