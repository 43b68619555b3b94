import Broker
import JSON

/// Something that nobody has used for long.
enum AbandonedThing {
  case room(SurveyedRoom)
  case hook(ListedHook)
  case bot(ListedBot)

  /// What operators call it.
  var name: String {
    switch self {
    case .room(let room): room.room.text
    case .hook(let hook): hook.hook.id
    case .bot(let bot): bot.bot.name
    }
  }

  /// The members of its object, as operators see it.
  func write(to writer: inout JSONWriter) {
    switch self {
    case .room(let room):
      writer.member("room", room.room.text)
      writer.member("used", room.lastUse)
      writer.member("messages", room.stored)
      writer.member("bytes", room.bytes)
    case .hook(let listed):
      writer.member("id", listed.hook.id)
      writer.member("name", listed.hook.name)
      writer.member("room", listed.hook.room.text)
      writer.member("created", listed.hook.created)
      if case .at(let time) = listed.lastUse { writer.member("used", time) }
    case .bot(let listed):
      writer.member("id", listed.bot.id)
      writer.member("name", listed.bot.name)
      writer.member("created", listed.bot.created)
      if let time = listed.lastSignIn { writer.member("used", time) }
    }
  }

  /// Has the store remove it, unless it is in use by now.
  /// - Parameters:
  ///   - seconds: for which nobody may have used it.
  ///   - completion: told whether it has gone.
  func remove(
    unusedFor seconds: Int, from broker: any Broker, completion: @escaping (Result<Bool, BrokerFailure>) -> Void
  ) {
    switch self {
    case .room(let room): broker.perform(RemoveRoom(room.room, unusedFor: seconds), reply: completion)
    case .hook(let hook): broker.perform(RemoveHook(hook.hook.id, unusedFor: seconds), reply: completion)
    case .bot(let bot):
      broker.perform(RemoveBot(bot.bot.id, unusedFor: seconds)) { completion($0.map { $0 != nil }) }
    }
  }
}

/// What was found.
struct AbandonedPage {
  var things: [AbandonedThing]
  /// Where to go on; 0 when all was looked at.
  var next: UInt64 = 0
}
