/// What all instances of a fleet share: the backlog of each room, the way messages travel between instances, sessions,
/// presence, which rooms there are, and the fleet's switches. `MemoryBroker` keeps it in this process, for one instance
/// alone; `RedisBroker` keeps it in Redis.
///
/// # What a broker guarantees
///
/// 1. A publication is answered with success only after it is stored with its place in the room's order, and after as
///    many replicas have it as the store is configured to wait for. It may be broadcast before that.
/// 2. A room's seqs are 1, 2, 3 … without a hole within an epoch, in the order in which the publications were stored.
///    Two publications of one instance to one room are stored in the order in which they were handed over, unless one
///    fails.
/// 3. The same request id from the same author to the same room is stored once within `Publication.idLifetime`; each
///    repeat is answered with the first one's receipt and `isDuplicate`. The same id with other content is refused.
/// 4. After `subscribe` has answered, each message stored in the room reaches `BrokerEvents.broker(received:in:)` *at
///    most once*, in the room's order, but can be missing: the receiver sees a hole in the seqs and reads it with
///    `synchronize`. Whenever messages may have gone missing with nothing following them,
///    `brokerMayHaveMissedMessages` is called.
/// 5. A failure means that the outcome is unknown, unless it says otherwise: repeat with the same id.
/// 6. What can't be had any more is said (`SyncVerdict`), never left out in silence.
/// 7. A store that failed over or was replaced is told apart from the one before it at the first look, whether or not
///    anything was stored since: `synchronize` names its epoch and generation, and `publish` refuses what was meant for
///    another history (`.stale`). So nothing new gets in before those who know more have put back what was forgotten.
///
/// Completions and events come on the loop's thread, and a completion is called exactly once. It may be called before
/// the function returns.
package protocol Broker: Backlog, Sessions, PresenceRegister, RoomDirectory, FleetSwitches, HookRegister {
  /// Where what arrives goes. Set once, before the first subscription.
  var events: (any BrokerEvents)? { get set }
  /// Whether messages flow at this moment, proven by a round trip.
  var condition: BrokerCondition { get }
  /// Why nothing new would be stored at this moment, although what is stored can be read and followed: the store is full,
  /// or its disk fails. `nil` when it would be. For operators.
  var writeRefusal: String? { get }
}

extension Broker {
  package var writeRefusal: String? { nil }
}

/// Whether a broker can be relied on at this moment.
package enum BrokerCondition: Equatable, Sendable {
  /// Commands are answered, and what is published arrives.
  case delivering
  /// Not yet, or not any more; `reason` is for operators.
  case impaired(reason: String)
}

/// Why a broker did not do what it was asked.
package enum BrokerFailure: Error, Equatable, Sendable {
  /// Out of reach, starting, failing over, or too slow: whether it was done is unknown. `reason` is for the log.
  case unavailable(reason: String)
  /// Full: nothing was stored.
  case full
  /// The request id was used before for another content: nothing was stored.
  case conflict
  /// The room is not, or not any more, the one that was known: nothing was stored. `synchronize` tells what it is now.
  case stale
}

/// What a broker tells without having been asked.
package protocol BrokerEvents: AnyObject {
  /// A message stored in a subscribed room, by this instance or another.
  func broker(received message: BroadcastMessage, in room: RoomName)
  /// Typing or presence in a subscribed room. May be lost.
  func broker(received ephemeral: Ephemeral, in room: RoomName)
  /// What concerns the whole fleet. May be lost; the state behind it can be asked for.
  func broker(received event: FleetEvent)
  /// The subscriptions stand, for the first time or again after an interruption: any room may have missed messages, and
  /// fleet events may have been missed.
  func brokerMayHaveMissedMessages()
}

// MARK: - Messages

/// A message on its way into a room.
package struct Publication: Sendable {
  /// How long a request id is remembered: a day, longer than any client's outbox lives. Seconds.
  package static let idLifetime = 86_400

  package let room: RoomName
  /// The author's id: request ids belong to it.
  package let author: User.ID
  /// Chosen by the client, 1–64 bytes of any content.
  package let id: String
  /// Random, 1–16 bytes of `[a-z0-9]`, made anew for each publication, but for one that is stored again because the
  /// store had forgotten it.
  package let identity: String
  /// A JSON object with the message's fields that are known before it is stored.
  package let body: [UInt8]
  /// Tells whether a repeated id carries the same content: 1–16 bytes of `[a-z0-9]`.
  package let digest: String

  package init(room: RoomName, author: User.ID, id: String, identity: String, body: [UInt8], digest: String) {
    self.room = room
    self.author = author
    self.id = id
    self.identity = identity
    self.body = body
    self.digest = digest
  }
}

/// Where a publication is stored.
package struct Receipt: Equatable, Sendable {
  package let position: Position
  /// When it was stored, by the store's clock: milliseconds since 1970.
  package let time: Int64
  /// Whether it had been stored by an earlier request with the same id.
  package let isDuplicate: Bool
  /// Whether as many replicas of the store have it as were asked for; never where none were.
  package let isDurable: Bool

  package init(position: Position, time: Int64, isDuplicate: Bool, isDurable: Bool = false) {
    self.position = position
    self.time = time
    self.isDuplicate = isDuplicate
    self.isDurable = isDurable
  }

  /// The same, once the replicas have it.
  package var durable: Receipt {
    Receipt(position: position, time: time, isDuplicate: isDuplicate, isDurable: true)
  }
}

/// A message as it is kept.
package struct StoredMessage: Equatable, Sendable {
  /// The generation in which it was stored.
  package let generation: UInt32
  package let seq: UInt64
  package let identity: String
  /// Milliseconds since 1970, by the store's clock.
  package let time: Int64
  /// The JSON object of `Publication.body`.
  package let body: [UInt8]

  package init(generation: UInt32, seq: UInt64, identity: String, time: Int64, body: [UInt8]) {
    self.generation = generation
    self.seq = seq
    self.identity = identity
    self.time = time
    self.body = body
  }
}

/// A message as it is broadcast.
package struct BroadcastMessage: Equatable, Sendable {
  package let epoch: String
  package let stored: StoredMessage

  package init(epoch: String, stored: StoredMessage) {
    self.epoch = epoch
    self.stored = stored
  }
}

/// How a position that was handed back relates to the room's history.
package enum SyncVerdict: Equatable, Sendable {
  /// No position was given: the page holds the latest messages.
  case fresh
  /// The page continues right after the position.
  case recovered
  /// What followed the position has been trimmed or has expired; the page begins with the oldest that is left.
  case gap
  /// The store failed over and forgot what lay after `base`; the page continues after `base`.
  case rewind(base: Position)
  /// The position belongs to another history: the page holds the latest messages.
  case reset
}

/// One page of a room's history, and how it relates to the position asked for.
package struct SyncPage: Equatable, Sendable {
  package let verdict: SyncVerdict
  /// The room's newest position.
  package let head: Position
  /// Ascending, without a hole.
  package let messages: [StoredMessage]
  /// Whether messages follow the page.
  package let hasMore: Bool

  package init(verdict: SyncVerdict, head: Position, messages: [StoredMessage], hasMore: Bool) {
    self.verdict = verdict
    self.head = head
    self.messages = messages
    self.hasMore = hasMore
  }
}

/// Which part of a room's history is asked for.
package enum HistoryRange: Equatable, Sendable {
  case before(seq: UInt64)
  case after(seq: UInt64)

  /// Whether the newest messages of the range are the ones next to where it begins.
  package var isBackwards: Bool {
    switch self {
    case .before: true
    case .after: false
    }
  }
}

/// One page of a room's history for reading back.
package struct HistoryPage: Equatable, Sendable {
  /// Empty when there is no such room.
  package let epoch: String
  /// Ascending.
  package let messages: [StoredMessage]
  /// Whether more follow in the direction asked for.
  package let hasMore: Bool

  package init(epoch: String, messages: [StoredMessage], hasMore: Bool) {
    self.epoch = epoch
    self.messages = messages
    self.hasMore = hasMore
  }
}

/// The rooms' messages: storing, reading back, following.
package protocol Backlog: AnyObject {
  /// Stores a message and broadcasts it.
  /// - Parameter known: what is known of the room: its epoch, its generation, and a seq that it has reached. If one of
  ///   them is not so, the answer is `.stale`, unless the message had been stored before. `nil` to store it in any case.
  func publish(
    _ publication: Publication, knowing known: Position?,
    completion: @escaping (Result<Receipt, BrokerFailure>) -> Void)

  /// Everything after a position, a page of at most `limit` messages (1–1,000) and about `BacklogLimits.pageBytes`.
  /// Creates the room if need be.
  func synchronize(
    _ room: RoomName, after position: Position?, limit: Int,
    completion: @escaping (Result<SyncPage, BrokerFailure>) -> Void)

  /// A page of at most `limit` messages (1–1,000) for reading back; does not create the room.
  func history(
    of room: RoomName, _ range: HistoryRange, limit: Int,
    completion: @escaping (Result<HistoryPage, BrokerFailure>) -> Void)

  /// Takes the texts of messages out of what is handed out from now on. To be asked for once the edit or the deletion is
  /// stored; asking again is harmless. Nothing is broadcast: whoever hears of the deletion does the same to what it
  /// holds.
  func amend(
    _ amendment: Amendment, in room: RoomName, completion: @escaping (Result<Void, BrokerFailure>) -> Void)

  /// Follows a room. The completion comes once the subscription stands. A subscription survives the loss of the
  /// connection; asking again for a room that is followed is harmless.
  func subscribe(to room: RoomName, completion: @escaping (Result<Void, BrokerFailure>) -> Void)

  /// Ends `subscribe`.
  func unsubscribe(from room: RoomName)

  /// Sends something fleeting to the room's followers, this instance among them. May be lost.
  func announce(_ ephemeral: Ephemeral, in room: RoomName)
}

/// Something that is told to those present and not kept: a protocol object, complete, ready to be framed.
package struct Ephemeral: Equatable, Sendable {
  package enum Kind: UInt8, Sendable {
    case typing = 0x74  // t
    case presence = 0x70  // p
  }
  package let kind: Kind
  /// The author of what is told; a client is not told of its own typing.
  package let user: User.ID
  package let json: [UInt8]

  package init(kind: Kind, user: User.ID, json: [UInt8]) {
    self.kind = kind
    self.user = user
    self.json = json
  }
}

/// What an edit or a deletion does to what is read of the messages before it. A position says which message is meant in
/// which history; one that is not there any more is left alone.
package enum Amendment: Equatable, Sendable {
  /// The message was edited by what is stored at `by`: the text of its earlier edits is taken out. The message itself
  /// keeps its first text, for those who know no edits.
  case edited(Position, by: Position)
  /// The message was deleted: its text and that of its edits is taken out (`StoredMessage.erased`).
  case deleted(Position)
}

// MARK: - Sessions

/// SHA-256 of a session's token. Tokens themselves are never stored.
package struct TokenHash: Hashable, Sendable {
  package let words: (UInt64, UInt64, UInt64, UInt64)

  /// From the 32 bytes of the digest, `nil` for another number of bytes.
  package init?(_ digest: some Collection<UInt8>) {
    guard digest.count == 32 else { return nil }
    var words: [UInt64] = [0, 0, 0, 0]
    for (index, byte) in digest.enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
    self.words = (words[0], words[1], words[2], words[3])
  }

  /// 64 hexadecimal digits.
  package var text: String {
    [words.0, words.1, words.2, words.3].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Reads what `text` wrote.
  package init?(text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 64 else { return nil }
    var words: [UInt64] = []
    for start in stride(from: 0, to: 64, by: 16) {
      guard digits[start] != UInt8(ascii: "+"), digits[start] != UInt8(ascii: "-"),
        let word = UInt64(String(decoding: digits[start..<start + 16], as: UTF8.self), radix: 16)
      else { return nil }
      words.append(word)
    }
    self.words = (words[0], words[1], words[2], words[3])
  }

  package static func == (a: TokenHash, b: TokenHash) -> Bool { a.words == b.words }
  package func hash(into hasher: inout Hasher) {
    // The words are a digest already, and the hasher is seeded per process.
    hasher.combine(words.0)
    hasher.combine(words.1)
  }
}

/// A session as it is kept.
package struct SessionRecord: Equatable, Sendable {
  package let user: User
  /// Milliseconds since 1970, by the clock of the instance that made it.
  package let created: Int64

  package init(user: User, created: Int64) {
    self.user = user
    self.created = created
  }
}

/// Who is signed in.
package protocol Sessions: AnyObject {
  /// Makes a session and claims the name for it, both or neither.
  /// - Parameters:
  ///   - skeleton: what the name is compared by (`UserName.skeleton`), any text of at most 512 bytes.
  ///   - lifetime: seconds, from the last use.
  ///   - completion: `false` when the name is taken.
  func createSession(
    _ hash: TokenHash, _ record: SessionRecord, skeleton: String, lifetime: Int,
    completion: @escaping (Result<Bool, BrokerFailure>) -> Void)

  /// Looks a session up and prolongs it by `lifetime` seconds from now; `nil` when there is none.
  func session(
    _ hash: TokenHash, lifetime: Int, completion: @escaping (Result<SessionRecord?, BrokerFailure>) -> Void)

  /// Ends a session, frees its name, and tells the fleet (`FleetEvent.sessionEnded`).
  func endSession(_ hash: TokenHash, completion: @escaping (Result<Void, BrokerFailure>) -> Void)

  /// Who has the name with this skeleton now.
  func user(named skeleton: String, completion: @escaping (Result<User?, BrokerFailure>) -> Void)
}

// MARK: - Presence

/// Who is in a room, on any instance. A user is there while at least one instance holds them there; what an instance
/// does not assert again within `presenceLifetime` expires, so that a killed instance's users leave by themselves.
///
/// When a user's first hold begins or last hold ends, the broker announces an `Ephemeral` of kind `.presence` in the
/// room: `{"type":"presence","room":…,"user":{id,name,kind},"state":"joined"|"left","count":…}`. Beyond
/// `PresenceNotice.intimacy` users it is `{"type":"presence","room":…,"count":…}`, every two seconds at most, with
/// `PresenceNotice.nobody` as its user; a count that was held back is told with the next update.
package protocol PresenceRegister: AnyObject {
  /// Asserts that this instance holds `present` in the room and no longer holds `gone`; the latter may name users that
  /// it does not hold. Lists of at most 1,000 each.
  /// - Parameter completion: how many users are in the room now.
  func updatePresence(
    in room: RoomName, present: [User], gone: [User.ID],
    completion: @escaping (Result<Int, BrokerFailure>) -> Void)

  /// The users in the room, at most `limit` of them, and how many there are in all.
  func members(
    of room: RoomName, limit: Int, completion: @escaping (Result<Members, BrokerFailure>) -> Void)
}

/// How long a hold lasts unless it is asserted again: seconds. Instances assert theirs every third of it.
package let presenceLifetime = 45

/// Who is in a room.
package struct Members: Equatable, Sendable {
  package let users: [User]
  package let count: Int

  package init(users: [User], count: Int) {
    self.users = users
    self.count = count
  }
}

// MARK: - Rooms

/// A public room as it is listed.
package struct ListedRoom: Equatable, Sendable {
  /// How many rooms are listed at most: those in which something happened last.
  package static let kept = 10_000

  package let room: RoomName
  /// How many users are there.
  package let count: Int
  /// When somebody came or said something there, to within seconds: milliseconds since 1970.
  package let time: Int64

  package init(room: RoomName, count: Int, time: Int64) {
    self.room = room
    self.count = count
    self.time = time
  }
}

/// One page of the public rooms.
package struct RoomListing: Equatable, Sendable {
  package let rooms: [ListedRoom]
  /// Whether more follow.
  package let hasMore: Bool

  package init(rooms: [ListedRoom], hasMore: Bool) {
    self.rooms = rooms
    self.hasMore = hasMore
  }
}

/// Which public rooms there are. Kept as long as the rooms' messages.
package protocol RoomDirectory: AnyObject {
  /// Somebody came into these rooms, or said something there. At most 1,000; may be lost.
  func noteActivity(in rooms: [RoomName])

  /// The public rooms, those where something happened last first: at most `limit` (1–100) from the `start`th on.
  func publicRooms(
    from start: Int, limit: Int, completion: @escaping (Result<RoomListing, BrokerFailure>) -> Void)
}

// MARK: - The fleet

/// Whether the fleet is closed to the public, and what it is told.
package struct Maintenance: Equatable, Sendable {
  package let isOn: Bool
  package let message: String

  package init(isOn: Bool, message: String) {
    self.isOn = isOn
    self.message = message
  }
}

/// What all instances learn.
package enum FleetEvent: Equatable, Sendable {
  case maintenance(Maintenance)
  case sessionEnded(TokenHash)
  /// A direct message was stored in `room`; `recipient` may not have joined it yet.
  case direct(room: RoomName, from: User, recipient: User.ID)
}

/// A direct room of a user's, and who else is in it.
package struct DirectRoom: Equatable, Sendable {
  /// How many of a user's are remembered: the ones used last.
  package static let kept = 200

  package let room: RoomName
  package let other: User

  package init(room: RoomName, other: User) {
    self.room = room
    self.other = other
  }
}

/// State that belongs to the fleet rather than to a room.
package protocol FleetSwitches: AnyObject {
  func maintenance(completion: @escaping (Result<Maintenance, BrokerFailure>) -> Void)
  /// Sets the switch and tells the fleet.
  func setMaintenance(_ maintenance: Maintenance, completion: @escaping (Result<Void, BrokerFailure>) -> Void)

  /// Remembers that the two have a direct room, so that each finds it when they come back, and tells the fleet that
  /// `sender` wrote there. Kept as long as the room's messages.
  func recordDirect(
    _ room: RoomName, from sender: User, to recipient: User,
    completion: @escaping (Result<Void, BrokerFailure>) -> Void)

  /// The direct rooms of a user, at most `DirectRoom.kept`, the most recently used ones first.
  func directRooms(of user: User.ID, completion: @escaping (Result<[DirectRoom], BrokerFailure>) -> Void)
}
