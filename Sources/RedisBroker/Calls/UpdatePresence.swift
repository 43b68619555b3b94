import Base
import Broker
import ChatProtocol
import RedisClient

extension UpdatePresence: ScriptedCall {
  static let script = RedisScript("update_presence", PackageResources.update_presence_lua)

  var place: Place { .room(room) }

  func write(to command: inout CommandWriter, _ context: CallContext) { write(to: &command, context, listing: nil) }

  /// - Parameter limit: how many users are to be listed; `nil` for no list.
  func write(to command: inout CommandWriter, _ context: CallContext, listing limit: Int?) {
    // What is not an id can hold nothing, and must not reach a key or a line of words.
    let present = present.filter { User.isID($0.id) }
    let channel = RedisKeys.channel(room)
    command.key(channel, RoomKey.holds)
    command.key(channel, RoomKey.users)
    command.key(channel, RoomKey.debt)
    command.add(channel)
    command.add(context.holder)
    command.add(context.presenceLifetime)
    command.add(PresenceNotice.detailLimit)
    command.add(PresenceNotice.crowdInterval)
    command.add(limit ?? -1)
    command.add(present.count)
    command.add(context.words.publish)
    for user in present {
      command.add(user.id)
      command.add(user.person)
    }
    for id in gone where User.isID(id) { command.add(id) }
  }

  func read(_ reply: inout ReplyCursor) -> Int? {
    reply.array() == nil ? nil : reply.bytes().flatMap { decimal($0) }
  }
}
