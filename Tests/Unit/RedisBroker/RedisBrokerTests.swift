import BrokerContract
import Testing

@testable import RedisBroker

@Suite("The broker on Redis")
struct RedisBrokerTests {
  @Test("keeps the contract", arguments: ContractCase.all)
  func keeps(_ guarantee: ContractCase) throws {
    try guarantee.check(RedisFleet(guarantee.limits))
  }
}
