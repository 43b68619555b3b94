import Broker
import BrokerContract
import ChatProtocol
import RedisProcess
import Testing

@testable import RedisBroker

/// Direct rooms beside a version that does not note in which of them somebody has written.
@Suite("Direct rooms of two versions")
struct DirectRoomTests {
  private let fleet: RedisFleet
  private let instance: ContractInstance
  private let keys = RedisKeys.ofOneServer

  init() throws {
    fleet = try RedisFleet()
    instance = try ContractInstance("a", on: fleet)
  }

  private func write(from sender: String, to recipient: String) throws {
    let room = RoomName(between: sender, and: recipient)
    try instance.answer(RecordDirect(room, from: .sample(sender), to: .sample(recipient)))
  }

  private var partners: [User.ID] {
    get throws { try instance.answer(ListDirectRooms(of: "ann")).map(\.other.id) }
  }

  @Test("what the older one recorded counts as written in")
  func older() throws {
    for number in 1...3 { try write(from: "old\(number)", to: "ann") }
    try fleet.redis.command("DEL", keys.directUnanswered(of: "ann"))
    for number in 1...DirectRoom.kept { try write(from: "new\(number)", to: "ann") }
    let partners = try partners
    #expect(partners.count == DirectRoom.kept)
    #expect(partners.count { $0.hasPrefix("old") } == 3)
  }

  @Test("what the older one has let go does not keep others from yielding")
  func leftovers() throws {
    for number in 1...20 { try write(from: "old\(number)", to: "ann") }
    try fleet.redis.command("DEL", keys.directRooms(of: "ann"), keys.directOthers(of: "ann"))
    for number in 1...DirectRoom.kept + 30 { try write(from: "new\(number)", to: "ann") }
    #expect(try partners.count == DirectRoom.kept)
    for key in [keys.directRooms(of: "ann"), keys.directUnanswered(of: "ann")] {
      #expect(try fleet.redis.command("ZCARD", key) == ":\(DirectRoom.kept)\r\n")
    }
    #expect(try fleet.redis.command("HLEN", keys.directOthers(of: "ann")) == ":\(DirectRoom.kept)\r\n")
  }
}
