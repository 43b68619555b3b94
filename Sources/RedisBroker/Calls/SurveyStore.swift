import Base
import Broker
import ChatProtocol
import RedisClient

/// What is asked of one server.
struct ServerSurvey: ScriptedCall {
  typealias Reply = StoreSurvey

  static let script = RedisScript("survey_store", PackageResources.survey_store_lua)

  let cursor: UInt64
  let isOfRooms: Bool

  /// Keys of a page, which take Redis about a millisecond: all of them, and where rooms alone are looked at.
  private static let (pageKeys, pageKeysOfRooms) = (64, 512)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.add(cursor)
    command.add(isOfRooms ? Self.pageKeysOfRooms : Self.pageKeys)
    command.add(context.words.countFollowers)
    command.add(context.retention.seconds)
    command.add(isOfRooms ? "tc:{*}:m" : "*")
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
    return StoreSurvey(next: next, keys: Int(clamping: keys), kinds: isOfRooms ? [] : kinds, rooms: rooms)
  }
}

extension RedisBackend {
  /// The servers one after the other: a cursor says which, and how far there. A survey that goes on while a cluster gets another
  /// number of shards may miss some.
  func run(_ call: SurveyStore, reply: @escaping SurveyStore.Completion) {
    let shards = broker.shards
    guard let shard = shards.isEmpty ? nil : shards[Int(call.cursor % UInt64(shards.count))] else {
      return broker.reactor.soon { reply(.failure(.unavailable(reason: "no node of the cluster is known"))) }
    }
    let survey = ServerSurvey(cursor: call.cursor / UInt64(shards.count), isOfRooms: call.isOfRooms)
    shard.run(survey, .commands, broker.context) { result in
      switch survey.reading(result) {
      case .failure(let failure): reply(.failure(failure))
      case .success(let page):
        note(page.onward(from: call.cursor, servers: shards.count), reply)
      }
    }
  }

  /// Adds to the rooms what the directory knows of them.
  private func note(_ page: StoreSurvey, _ reply: @escaping SurveyStore.Completion) {
    guard !page.rooms.isEmpty else { return reply(.success(page)) }
    askListed(page.rooms.map(\.room)) { listed in
      reply(
        listed.map { times in
          let rooms = zip(page.rooms, times).map { room, time in
            var room = room
            room.lastUse = max(room.lastUse, time)
            return room
          }
          return StoreSurvey(next: page.next, keys: page.keys, kinds: page.kinds, rooms: rooms)
        })
    }
  }
}

extension StoreSurvey {
  /// The page of one server as one of all, which are supposed to have as many keys each.
  fileprivate func onward(from cursor: UInt64, servers: Int) -> StoreSurvey {
    let server = cursor % UInt64(servers)
    let (multiple, isTooFar) = next.multipliedReportingOverflow(by: UInt64(servers))
    let isLast = next == 0 || isTooFar
    let following = server + 1 < servers ? server + 1 : 0
    return StoreSurvey(
      next: isLast ? following : multiple + server, keys: min(keys, Int.max / servers) * servers, kinds: kinds,
      rooms: rooms)
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
