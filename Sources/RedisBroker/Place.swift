import ChatProtocol
import RedisClient

/// What a call is about, which says who of a cluster has its keys: each room's lie together, and all others (`RedisKeys`).
enum Place {
  case people
  case room(RoomName)

  var slot: HashSlot {
    switch self {
    case .people: Self.slotOfPeople
    case .room(let room): HashSlot(ofKey: RedisKeys.channel(room))
    }
  }

  private static let slotOfPeople = HashSlot(ofKey: RedisKeys.ofCluster.prefix)
}
