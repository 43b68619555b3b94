import Base
import Broker
import ChatProtocol
import RedisClient

extension ChangeStanding: ScriptedCall {
  static let script = RedisScript("change_standing", PackageResources.change_standing_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.standing(of: user))
    command.key(context.keys.sessions(of: user))
    command.key(context.keys.bots)
    command.add(user)
    switch act {
    case .end: write("end", to: &command)
    case .ban(let seconds, let reason, let holdsNames): write("ban", seconds, reason, holdsNames, to: &command)
    case .suspend(let seconds, let reason): write("suspend", seconds, reason, to: &command)
    case .pardon: write("pardon", to: &command)
    }
    command.add(SessionRecord.longestLife)
    command.add(context.keys.sessionPrefix)
    command.add(RedisKeys.fleet)
  }

  private func write(
    _ word: StaticString, _ seconds: Int? = nil, _ reason: String = "", _ holdsNames: Bool = false,
    to command: inout CommandWriter
  ) {
    command.add(word)
    command.add(seconds.map { min(max($0, 1), Restriction.longestSpan) } ?? 0)
    command.add(reason)
    command.add(holdsNames ? 1 : 0)
  }

  func read(_ reply: inout ReplyCursor) -> ChangeStanding.Reply? {
    guard reply.array() == 2, let ended = reply.integer(), let until = reply.text().flatMap({ Int64($0) }) else {
      return nil
    }
    return ChangeStanding.Reply(ended: Int(ended), until: until == 0 ? nil : until)
  }
}

extension Restriction {
  /// `<end> <reason>`: milliseconds since 1970, 0 for no end.
  init?(stored bytes: UnsafeRawBufferPointer) {
    var words = WordScanner(bytes)
    guard let until = words.number(Int64.self) else { return nil }
    self.init(until: until == 0 ? nil : until, reason: String(decoding: words.remainder, as: UTF8.self))
  }
}
