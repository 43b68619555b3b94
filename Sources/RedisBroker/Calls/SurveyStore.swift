import Base
import Broker
import ChatProtocol
import RedisClient

extension SurveyStore: ScriptedCall {
  static let script = RedisScript("survey_store", PackageResources.survey_store_lua)

  /// Keys of a page, which take Redis about a millisecond.
  private static let pageKeys = 64

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(RedisKeys.rooms)
    command.add(cursor)
    command.add(Self.pageKeys)
    command.add(context.retention.seconds)
  }

  func read(_ reply: inout ReplyCursor) -> StoreSurvey? {
    guard let count = reply.array(), let next: UInt64 = reply.bytes().flatMap({ decimal($0) }),
      let keys = reply.integer(), let kindCount = reply.integer(), (0...Int64(count)).contains(kindCount)
    else { return nil }
    var kinds: [StoredKind] = []
    for _ in 0..<kindCount {
      guard let kind = StoredKind(&reply) else { return nil }
      kinds.append(kind)
    }
    let elements = count - 3 - kinds.count * StoredKind.elements
    guard elements >= 0 else { return nil }
    var rooms: [SurveyedRoom] = []
    for _ in 0..<elements / SurveyedRoom.elements {
      guard SurveyedRoom.read(&reply, into: &rooms) else { return nil }
    }
    return StoreSurvey(next: next, keys: Int(clamping: keys), kinds: kinds, rooms: rooms)
  }
}

extension StoredKind {
  fileprivate static let elements = 5

  fileprivate init?(_ reply: inout ReplyCursor) {
    guard let name = reply.text(), let count = reply.integer(), let keys = reply.integer(),
      let lasting = reply.integer(), let bytes = reply.integer()
    else { return nil }
    self.init(
      name, count: Int(clamping: count), keys: Int(clamping: keys), lasting: Int(clamping: lasting),
      bytes: Int(clamping: bytes))
  }
}

extension SurveyedRoom {
  fileprivate static let elements = 13

  /// Adds a room, unless its name or its place is none that this program writes.
  /// - Returns: whether the reply has the form that it should.
  fileprivate static func read(_ reply: inout ReplyCursor, into rooms: inout [SurveyedRoom]) -> Bool {
    guard let name = reply.text(), let epoch = reply.text(), let place = reply.bytes(), let identity = reply.text(),
      let stored = reply.integer(), let erased = reply.integer(), let policy = reply.text(),
      let lastUse = reply.integer(), let people = reply.integer(), let followers = reply.integer(),
      let bytes = reply.integer(), let ends = reply.integer(), let due = reply.integer()
    else { return false }
    guard let room = RoomName(stored: name), let seq: UInt64 = decimal(place) else { return true }
    rooms.append(
      SurveyedRoom(
        room, epoch: epoch, seq: seq, identity: identity, stored: Int(clamping: stored),
        erased: Int(clamping: erased), policy: policy, lastUse: lastUse, people: Int(clamping: people),
        followers: Int(clamping: followers), bytes: Int(clamping: bytes), ends: ends, due: due))
    return true
  }
}
