import ChatProtocol

/// Notes for people that a message mentions them. A name means the person whose session has it; where none has, the application's
/// user who had it last, and no other since, within `SessionRecord.longestLife`. Bots are noted nothing. Of more mentions than
/// `Mention.kept` of one person the oldest are forgotten, and all of them when the last one is as old as a guest's session can be
/// unused, or for an application's user `SessionRecord.longestLife`.
package struct NoteMentions: BrokerCall {
  package let mention: Mention
  /// Skeletons: of each mention those that it can mean, the likeliest first.
  package let names: [[String]]
  /// Whom it mentions besides, as one of all: by their ids, at most `Mention.mostCalled`.
  package let called: [User.ID]
  /// Who wrote it, and is noted nothing.
  package let author: User.ID
  /// Who may read it. Nothing is noted for others: else the places that somebody has could be filled from a room that they
  /// can't see.
  package let readers: Readers
  /// Of a guest's: seconds.
  package let lifetime: Int

  package enum Readers: Equatable, Sendable {
    case allBut(Set<User.ID>)
    case only(Set<User.ID>)

    package func contains(_ user: User.ID) -> Bool {
      switch self {
      case .allBut(let users): !users.contains(user)
      case .only(let users): users.contains(user)
      }
    }
  }

  package init(
    _ mention: Mention, of names: [[String]], and called: [User.ID] = [], by author: User.ID,
    to readers: Readers = .allBut([]), lifetime: Int
  ) {
    self.mention = mention
    self.readers = readers
    self.names = names
    self.called = called
    self.author = author
    self.lifetime = lifetime
  }

  /// How many were noted it.
  package typealias Reply = Int

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}

/// Where somebody is mentioned. What is said there, and by whom, is not kept with it: it can be changed, deleted and erased.
package struct Mention: Equatable, Sendable {
  /// How many of one person are kept.
  package static let kept = 50
  /// So many people a room may name, at most, for a message to them all to be noted for each.
  package static let mostCalled = 200

  package let room: RoomName
  package let position: Position
  /// Milliseconds since 1970.
  package let time: Int64

  package init(_ room: RoomName, at position: Position, time: Int64) {
    self.room = room
    self.position = position
    self.time = time
  }
}
