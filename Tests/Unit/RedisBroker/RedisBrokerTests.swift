import Broker
import BrokerContract
import ChatProtocol
import Testing

@testable import RedisBroker

@Suite("The broker on Redis")
struct RedisBrokerTests {
  @Test("lets go of whom nobody asserts, also when Redis's clock was set back")
  func clockSetBack() throws {
    let fleet = try RedisFleet()
    let room = try RoomName.sample()
    // As of an hour later: what was held before a clock was set back.
    fleet.configure = { $0.presenceLifetime = 3_600 }
    let a = try ContractInstance("a", on: fleet)
    fleet.configure = { $0.presenceLifetime = 10 }
    let b = try ContractInstance("b", on: fleet)
    #expect(try a.updatePresence(room, present: [.sample("u1")]) == 1)
    #expect(try b.updatePresence(room, present: [.sample("u2")]) == 2)
    fleet.pass(seconds: 2)
    #expect(try b.updatePresence(room, present: [.sample("u2")]) == 2)
    fleet.pass(seconds: 9)
    #expect(try b.updatePresence(room, present: [.sample("u2")]) == 1)
    #expect(try b.members(room).users.map(\.id) == ["u2"])
  }

  @Test("keeps the contract", arguments: ContractCase.all)
  func keeps(_ guarantee: ContractCase) throws {
    try guarantee.check(RedisFleet(guarantee.limits))
  }
}
