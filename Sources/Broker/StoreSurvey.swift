import ChatProtocol

/// One page of what the store has.
package struct StoreSurvey: Equatable, Sendable {
  /// Where the next page begins; 0 when this was the last one.
  package let next: UInt64
  /// How many keys the whole store has, which tells how far a survey is.
  package let keys: Int
  package let kinds: [StoredKind]
  /// Those in which somebody has written, in no order.
  package let rooms: [SurveyedRoom]

  package init(next: UInt64, keys: Int, kinds: [StoredKind], rooms: [SurveyedRoom]) {
    self.next = next
    self.keys = keys
    self.kinds = kinds
    self.rooms = rooms
  }
}

/// What a page has of one kind.
package struct StoredKind: Equatable, Sendable {
  /// A word: `rooms`, `messages`, `requests`, `presence`, `sessions`, `people`, `names`, `directs`, `marks`, `mentions`,
  /// `standings`, `hooks`, `bots`, `directory`, `pages`, `votes`, `other`, or `foreign` for what is not the chat's.
  package let name: String
  /// How many things of this kind there are.
  package let count: Int
  package let keys: Int
  /// How many of the keys are kept until somebody removes them.
  package let lasting: Int
  /// About, where things are large: a few parts of each are measured.
  package let bytes: Int

  package init(_ name: String, count: Int, keys: Int, lasting: Int, bytes: Int) {
    self.name = name
    self.count = count
    self.keys = keys
    self.lasting = lasting
    self.bytes = bytes
  }
}

/// A room as the store has it.
package struct SurveyedRoom: Equatable, Sendable {
  package let room: RoomName
  package let epoch: String
  /// Of the newest message, whether it is still kept or not.
  package let seq: UInt64
  package let identity: String
  /// How many messages are kept.
  package let stored: Int
  /// Of how many of them the text was taken out.
  package let erased: Int
  /// The policy's version; empty if there is none.
  package let policy: String
  /// When somebody wrote there last or, where that is known, came: milliseconds since 1970.
  package var lastUse: Int64
  /// How many people are there.
  package let people: Int
  /// How many instances follow it.
  package let followers: Int
  package let bytes: Int
  /// When its messages expire, if nobody writes before: milliseconds since 1970; 0 when there are none.
  package let ends: Int64
  /// When the oldest of its messages is due to go by its age: milliseconds since 1970; 0 when there are none.
  package let due: Int64

  package init(
    _ room: RoomName, epoch: String, seq: UInt64, identity: String, stored: Int, erased: Int, policy: String,
    lastUse: Int64, people: Int, followers: Int, bytes: Int, ends: Int64, due: Int64
  ) {
    self.room = room
    self.epoch = epoch
    self.seq = seq
    self.identity = identity
    self.stored = stored
    self.erased = erased
    self.policy = policy
    self.lastUse = lastUse
    self.people = people
    self.followers = followers
    self.bytes = bytes
    self.ends = ends
    self.due = due
  }

  /// Whether it looks as if `RemoveRoom` would remove it.
  package func isUnused(for seconds: Int, at now: Int64) -> Bool {
    people == 0 && followers == 0 && lastUse <= now - Int64(seconds) * 1_000
  }
}
