import Broker
import BrokerContract
import ChatProtocol
import RedisProcess
import Testing

@testable import RedisBroker

/// Sessions of an application's users beside an instance of 0.4.0, which knows nothing of them but that they are sessions.
@Suite("Sessions of users beside 0.4.0")
struct UserSessionTests {
  private let redis: RedisProcess
  private let ann: ContractInstance
  private let name: UserName
  private let keys = RedisKeys.ofOneServer

  init() throws {
    redis = try RedisProcess()
    ann = try ContractInstance("a", on: RedisFleet(redis: redis))
    name = try UserName("Ann")
  }

  private func create(_ number: UInt8, expires: Int64 = 4_000_000_000_000) throws {
    let call = CreateUserSession(
      try .sample(number), of: "u1", names: [name], created: 1, expires: expires, lifetime: 60)
    #expect(try madeName(call) == "Ann")
  }

  private func madeName(_ call: CreateUserSession) throws -> String? {
    guard case .made(let user, _) = try ann.answer(call) else { return nil }
    return user.name
  }

  private var key: String { keys.name(name.skeleton) }

  @Test("the name leads to a session that lives, by which 0.4.0 finds the user")
  func oneFindsTheUser() throws {
    try create(1, expires: 3_900_000_000_000)
    try create(2)
    let holder = try #require(redis.command("GET", key).split(separator: "\r\n").last)
    let found = try redis.command("HMGET", keys.sessionPrefix + holder, "u", "n").split(separator: "\r\n")
    #expect(found.contains("uu1 Ann") && found.contains { $0 == key })
  }

  @Test("a name that 0.4.0 has freed, ending one session, is another session's at its next use")
  func nameComesBack() throws {
    try create(1)
    try create(2)
    // What its script does.
    for each in [key, keys.session(try .sample(1))] { _ = try redis.command("DEL", each) }
    #expect(try ann.user(named: name.skeleton) == nil)
    #expect(try ann.session(.sample(2))?.user.id == "u1")
    #expect(try ann.user(named: name.skeleton)?.id == "u1")
    try create(3)
    #expect(try ann.user(named: name.skeleton)?.id == "u1")
  }

  @Test("a name that somebody else took meanwhile stays theirs, and the next session is called otherwise")
  func nameIsTaken() throws {
    try create(1)
    _ = try redis.command("DEL", key)
    #expect(try ann.createSession(.sample(2), .sample("u2"), name.skeleton))
    #expect(try ann.session(.sample(1))?.user.name == "Ann")
    #expect(try ann.user(named: name.skeleton)?.id == "u2")
    let names = [name, try UserName("Ann 2")]
    let call = CreateUserSession(
      try .sample(3), of: "u1", names: names, created: 1, expires: 4_000_000_000_000, lifetime: 60)
    #expect(try madeName(call) == "Ann 2")
  }

  @Test("a session that 0.4.0 has prolonged beyond its end is over at the next look")
  func endCounts() throws {
    try create(1)
    let session = keys.session(try .sample(1))
    _ = try redis.command("HSET", session, "x", "1000")
    _ = try redis.command("EXPIRE", session, "86400")
    // Whoever asked judges by the end; from then on there is nothing.
    #expect(try ann.session(.sample(1))?.expires == 1_000)
    #expect(try ann.session(.sample(1)) == nil)
    #expect(try ann.user(named: name.skeleton) == nil)
  }
}
