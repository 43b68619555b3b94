import Base
import Broker
import ChatProtocol
import RedisClient

extension ClaimCleaning: ScriptedCall {
  static let script = RedisScript("claim_cleaning", PackageResources.claim_cleaning_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.erased)
    command.key(context.keys.cleaning)
    command.add(instance)
    command.add(Self.lifetime)
    command.add(Self.rooms)
  }

  func read(_ reply: inout ReplyCursor) -> Cleaning?? {
    if reply.nothing() { return .some(nil) }
    guard let count = reply.array(), let blanked = reply.integer(), let written = reply.integer(),
      let since = reply.integer()
    else { return nil }
    var rooms: [Cleaning.DueRoom] = []
    for _ in 0..<(count - 3) / 2 {
      guard let name = reply.text(), let erasures: UInt64 = reply.bytes().flatMap({ decimal($0) }) else { return nil }
      guard let room = RoomName(stored: name) else { continue }
      rooms.append(Cleaning.DueRoom(room, erasures: Int64(clamping: erasures)))
    }
    return Cleaning(rooms: rooms, blanked: blanked, written: written, sinceFiles: since < 0 ? nil : since)
  }
}
