import Broker
import BrokerContract
import ChatProtocol
import RedisProcess
import Testing

@testable import RedisBroker
@testable import RedisClient

/// What scripts and their calls must agree about: nothing but this says that an argument has the place in which it is read.
@Suite("Scripts and their calls")
struct ScriptTests {
  private let context = CallContext(RedisBrokerConfiguration(server: RedisServer(host: "h"), instance: "i"))

  private let contextOfCluster = CallContext(
    RedisBrokerConfiguration(
      server: RedisServer(.cluster(seeds: [RedisAddress(host: "h", port: 1)])), instance: "i"))

  /// The keys that a call writes, and how many arguments.
  private func words<Call: ScriptedCall>(
    of call: Call, _ context: CallContext
  ) -> (keys: [String], arguments: Int) {
    var writer = CommandWriter()
    let bytes = writer.call(Call.script) { call.write(to: &$0, context) }.bytes
    let words = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
    // A line for the array, two for each word: EVALSHA, digest, number of keys, keys, arguments.
    let keys = Int(words[6]) ?? 0
    return ((0..<keys).map { String(words[8 + 2 * $0]) }, (words.count - 2) / 2 - 3 - keys)
  }

  private func count(_ call: some ScriptedCall) -> (keys: Int, arguments: Int) {
    let (keys, arguments) = words(of: call, context)
    return (keys.count, arguments)
  }

  private func check(_ call: some ScriptedCall, beyond: Int = 0) throws {
    let head = try ScriptHead(type(of: call).script)
    let written = count(call)
    #expect(written.keys == head.keys, "\(call)")
    #expect(written.arguments - beyond == head.arguments, "\(call)")
    #expect(head.hasMore || beyond == 0)
    let slots = words(of: call, contextOfCluster).keys.map { HashSlot(ofKey: $0) }
    #expect(slots.allSatisfy { $0 == call.place.slot }, "\(call): its keys lie where it says")
    #expect(
      (RedisBroker.scripts + RedisBroker.publicationScripts).contains { $0.digest == type(of: call).script.digest },
      "it is loaded")
  }

  @Test("a call writes as many keys and arguments as its script names, which is loaded")
  func counts() throws {
    let room = try RoomName.sample()
    let hash = try TokenHash.sample(1)
    let ann = User.sample("ann")
    let place = Position(epoch: "e", generation: 0, seq: 1, identity: "i")
    let hook = Hook(id: "h", room: room, name: "n", reach: .any, rate: 1, template: "", created: 0)
    // What most messages need, and everything.
    let plain = count(Publish(.sample(1, in: room), expecting: place, judgedBy: Judgement("")))
    #expect(plain.keys == 3 && plain.arguments == 15)
    try check(Publish(.policy(1, .muting("bob"), in: room), judgedBy: Judgement("v", slow: 2)), beyond: 4)
    let several = PublishSeveral(
      [.sample(1, in: room), .sample(2, in: room)], in: room, expecting: place, judgedBy: Judgement(""))
    try check(#require(PlainPublications(several)), beyond: 8)
    try check(Synchronize(room, after: nil, limit: 1))
    try check(Synchronize(room, after: place, limit: 1))
    try check(TrimBacklog(of: room))
    try check(BlankTexts(of: room))
    try check(TextErasure(call: Erase([.deleted(place), .edited(place, by: place)], in: room)), beyond: 8)
    try check(ClaimCleaning(by: "a"))
    try check(NoteBlanked(room, erasures: 1))
    try check(NoteStoreFiles(.written(1)))
    try check(CreateSession(hash, SessionRecord(user: ann, created: 0), skeleton: "ann", lifetime: 1))
    let names = [try UserName("Ann"), try UserName("Ann 2")]
    try check(
      CreateUserSession(hash, of: "ann", names: names, created: 0, expires: 1, lifetime: 1), beyond: names.count * 2)
    try check(RenewSession(hash, expires: 1))
    try check(FindSession(hash, lifetime: 1))
    try check(EndSession(hash))
    try check(ChangeStanding(.end, of: "ann"))
    try check(ChangeStanding(.ban(seconds: nil, reason: "r", holdsNames: true), of: "ann"))
    try check(ReadStanding(of: "ann"))
    try check(FindUser(named: "ann"))
    try check(UpdatePresence(in: room, present: [], gone: []))
    try check(UpdatePresence(in: room, present: [ann, ann], gone: ["u", "v", "w", "no id"]), beyond: 7)
    try check(ListMembers(of: room, limit: 1))
    try check(NoteActivity(in: [room, room]), beyond: 2)
    try check(SetMaintenance(Maintenance(isOn: true, message: "m")))
    try check(RecordDirect(RoomName(between: "a", and: "b"), from: ann, to: ann))
    try check(ListDirectRooms(of: "ann"))
    try check(AddHook(hook, token: hash))
    try check(ListHooks())
    try check(RemoveHook("h"))
    try check(RemoveHook("h", unusedFor: 1))
    try check(ServerSurvey(cursor: 0, isOfRooms: false))
    try check(RoomRemoval(call: RemoveRoom(room, unusedFor: 1), listed: 0))
    try check(RemovedRoomUnlisting(room: room, listed: 0))
    try check(UseHook(hash))
    let bot = Bot(try UserName("Robbie"), created: 0, maker: "m")
    try check(AddBot(bot, key: hash, skeleton: "robbie"))
    try check(ListBots())
    try check(RemoveBot("b1"))
    try check(RemoveBot("b1", unusedFor: 1))
    try check(CreateBotSession(hash, key: hash, created: 0, lifetime: 1))
    try check(StorePage(version: "1-a", files: ["app.js": [1], "a.css": []]), beyond: 4)
    try check(NoteHookRefusal(.init(code: "no_text", reason: "r"), of: "h"))
  }

  @Test("a removed room stays listed when something has happened there since")
  func unlisting() throws {
    let redis = try RedisProcess()
    let source = String(decoding: RemovedRoomUnlisting.script.source, as: UTF8.self)
    try redis.command("ZADD", "tc:rooms", "1700000000001", "lobby")
    for (listed, left) in [("0", 1), ("1700000000000", 1), ("1700000000001", 0)] {
      try redis.command("EVAL", source, "1", "tc:rooms", "lobby", listed)
      #expect(try redis.command("ZCARD", "tc:rooms") == ":\(left)\r\n", "\(listed)")
    }
  }

  @Test("no two scripts have a name or a digest")
  func names() {
    #expect(Set(RedisBroker.scripts.map(\.digest)).count == RedisBroker.scripts.count)
    #expect(Set(RedisBroker.scripts.map { "\($0.name)" }).count == RedisBroker.scripts.count)
  }
}
