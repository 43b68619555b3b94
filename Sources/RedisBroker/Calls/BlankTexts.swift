import Broker
import RedisClient

extension BlankTexts: ScriptedCall {
  static let script = RedisScript("blank_texts", PackageResources.blank_texts_lua)

  /// Messages and bytes of a step, which take Redis less than half a millisecond.
  private static let stepMessages = 64
  private static let stepBytes = 32_768
  /// How long a copy is kept that nobody goes on with: seconds.
  private static let copySeconds = 600
  /// How much of the memory that Redis may take the copy may leave taken: percent.
  private static let memoryShare = 80

  var place: Place { .room(room) }

  func write(to command: inout CommandWriter, _ context: CallContext) {
    let channel = RedisKeys.channel(room)
    command.key(channel, RoomKey.stream)
    command.key(channel, RoomKey.erased)
    command.key(channel, RoomKey.copy)
    command.add(Self.stepMessages)
    command.add(Self.stepBytes)
    command.add(Self.copySeconds)
    command.add(isFirst ? 1 : 0)
    command.add(Self.memoryShare)
  }

  func read(_ reply: inout ReplyCursor) -> Step? {
    guard reply.array() == 2, let count = reply.integer(), let done = reply.integer() else { return nil }
    return Step(count: Int(clamping: count), isDone: done == 1)
  }
}
