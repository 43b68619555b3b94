import Base
import ChatProtocol

// Being in rooms.
extension Participant {
  /// Joins a room, and stays in it over all reconnections until `leave`.
  /// - Parameters:
  ///   - room: a room's name, or `@` and a user's for the room of two.
  ///   - history: how many of the latest messages to bring.
  ///   - position: brings everything after that instead, from an earlier message's `position`.
  ///   - invitation: to a closed room.
  package func join(_ room: String, history: Int = 0, after position: String? = nil, invitation: String? = nil) {
    guard rooms[room] == nil else { return }
    rooms[room] = RoomFeed(
      name: room, history: history, after: position, memory: configuration.memory, invitation: invitation)
    if let connection = phase.newest { requestJoin(room, on: connection) }
  }

  /// Leaves a room.
  package func leave(_ room: String) {
    guard let feed = rooms.removeValue(forKey: room) else { return }
    if let canonical = feed.canonical { names[canonical] = nil }
    for connection in phase.connections where connection.isWelcomed {
      connection.ask(.leave) { ClientObject.about(feed.canonical ?? room, "leave", id: $0) }
    }
  }

  /// Reads back, at most 200 messages at a time, those before `seq` or the latest.
  package func history(
    of room: String, before seq: UInt64? = nil, limit: Int = 50,
    completion: @escaping (Result<PastMessages, ServerRefusal>) -> Void
  ) {
    history(of: room, seq.map { .before($0) } ?? .latest, limit: limit, completion: completion)
  }

  /// The oldest that the room still has, at most 200.
  package func oldest(
    of room: String, limit: Int, completion: @escaping (Result<PastMessages, ServerRefusal>) -> Void
  ) {
    history(of: room, .after(0), limit: limit, completion: completion)
  }

  private func history(
    of room: String, _ range: ClientObject.Range, limit: Int,
    completion: @escaping (Result<PastMessages, ServerRefusal>) -> Void
  ) {
    guard let connection = phase.newest else { return completion(.failure(.disconnected)) }
    connection.ask(.history(completion)) { ClientObject.history(of: room, range, limit: limit, id: $0) }
  }

  /// Searches a part of a room's history, backwards from where a part before has ended, or from the newest message. An
  /// instance of 0.10.0 knows no searching: it refuses with `bad_request`.
  /// - Parameter limit: of messages, at most 200.
  package func search(
    _ room: String, for text: String, before position: String? = nil, limit: Int = 50,
    completion: @escaping (Result<SearchResults, ServerRefusal>) -> Void
  ) {
    guard let connection = phase.newest else { return completion(.failure(.disconnected)) }
    connection.ask(.search(completion)) {
      ClientObject.search(room, for: text, before: position, limit: limit, id: $0)
    }
  }

  /// Who is in the room.
  package func members(of room: String, completion: @escaping (Result<MemberList, ServerRefusal>) -> Void) {
    guard let connection = phase.newest else { return completion(.failure(.disconnected)) }
    connection.ask(.members(completion)) { ClientObject.about(room, "members", id: $0) }
  }

  /// Tells all of the user's devices up to where a room has been read. Best effort: the next one says more.
  /// - Parameter isBack: whether the message at the position is the first that is to be read again.
  package func read(_ room: String, at position: String, isBack: Bool = false) {
    phase.newest?.ask(.read) { ClientObject.read(room, at: position, isBack: isBack, id: $0) }
  }

  /// Up to where the user has read which rooms, on whatever device: of 200 rooms, those read last first.
  package func marks(completion: @escaping (Result<[RoomReadMark], ServerRefusal>) -> Void) {
    guard let connection = phase.newest else { return completion(.failure(.disconnected)) }
    connection.ask(.marks(completion)) { ClientObject.marks(id: $0) }
  }

  /// Where the user was mentioned last, the newest first, in rooms that they may read.
  package func mentions(completion: @escaping (Result<[RoomMention], ServerRefusal>) -> Void) {
    guard let connection = phase.newest else { return completion(.failure(.disconnected)) }
    connection.ask(.mentions(completion)) { ClientObject.mentions(id: $0) }
  }

  /// The newest position reached in a room, with which another participant can go on.
  package func position(in room: String) -> String? { rooms[room]?.position }

  // MARK: Joining

  func joinAll(on connection: Connection) {
    for room in rooms.keys.sorted() { requestJoin(room, on: connection) }
  }

  /// - Parameter position: where the page before ended; else where the room stands.
  func requestJoin(_ room: String, on connection: Connection, after position: String? = nil) {
    guard let feed = rooms[room], connection.isWelcomed else { return }
    let id = connection.ask(.join(room: room)) {
      ClientObject.join(
        room, id: $0, after: position ?? feed.position, limit: feed.history,
        invitation: feed.wasLive ? nil : feed.invitation)
    }
    rooms[room]?.joining(on: connection.number, id: id, at: reactor.now)
  }

  func joined(_ reply: ServerEvent.JoinReply, on connection: Connection) {
    if reply.id == nil { return restarted(reply, on: connection) }
    guard case .join(let room) = connection.answered(reply.id), rooms[room] != nil else { return }
    names[reply.room] = room
    guard let (entry, gap) = rooms[room]?.joined(reply, on: connection.number) else { return }
    if let gap { tell(gap) }
    switch entry {
    case .stale: break
    case .more: requestJoin(room, on: connection, after: reply.position)
    case .live:
      onEvent(.joined(room: room, canonical: reply.room, count: reply.count, with: reply.with))
      completeMoveIfDone()
    }
  }

  /// What a poll is told of a room that can't go on where it was.
  private func restarted(_ reply: ServerEvent.JoinReply, on connection: Connection) {
    guard let room = names[reply.room], let gap = rooms[room]?.restarted(reply, on: connection.number) else { return }
    tell(gap)
  }

  func joinRefused(_ room: String, _ refusal: ServerRefusal, on connection: Connection) {
    guard let feed = rooms[room], feed.join?.connection == connection.number else { return }
    rooms[room]?.joinFailed()
    guard refusal.isTransient else {
      rooms[room] = nil
      if let canonical = feed.canonical { forget(canonical, on: connection) }
      onEvent(.roomRefused(room: room, refusal))
      return completeMoveIfDone()
    }
    reactor.after(pause(for: refusal)) { [weak self, weak connection] in
      guard let self, let connection, self.phase.connections.contains(where: { $0 === connection }),
        self.rooms[room]?.join == nil
      else { return }
      self.requestJoin(room, on: connection)
    }
  }

  /// The room can't be had any more. A poll would ask for it with each call, and be refused each time.
  private func forget(_ canonical: String, on connection: Connection) {
    names[canonical] = nil
    guard connection.kind == .poll else { return }
    connection.ask(.leave) { ClientObject.about(canonical, "leave", id: $0) }
  }

  /// A poll was refused for a room, however it is called: the answer to a join is what counts.
  func pollRefused(_ name: String, on connection: Connection) {
    let room = names[name] ?? name
    if let feed = rooms[room], feed.join == nil { requestJoin(room, on: connection) }
  }

  /// The room is left for good. What was to be said there and was never sent is not sent any more; what was, the server
  /// answers for: it may have been stored before.
  func removed(from canonical: String, on connection: Connection) {
    guard let room = names[canonical], rooms[room]?.owner == connection.number else { return }
    rooms[room] = nil
    names[canonical] = nil
    let unsent = outbox.removeUnsent(to: room)
    counters.refused += unsent.count
    onEvent(.removed(room: room))
    for entry in unsent { onEvent(.refused(id: entry.id, room: room, .removed)) }
    completeMoveIfDone()
    goOn()
  }

  /// How long to wait after a refusal for the moment: what the server says, at least a tenth of a second, and a random
  /// part more, so that not all come back at the same time.
  func pause(for refusal: ServerRefusal) -> TimeSpan {
    let least = TimeSpan.milliseconds(min(max(refusal.retryAfter ?? 1_000, 100), 60_000))
    return least + entropy.part(of: least / 4)
  }

  /// Whether all rooms follow the present over `connection`.
  func isInAllRooms(_ connection: Connection) -> Bool {
    rooms.values.allSatisfy { $0.owner == connection.number && $0.isLive }
  }

  // MARK: What comes

  func received(_ message: RoomMessage, _ stored: StoredEvent, on connection: Connection) {
    guard let room = names[message.room] else { return }
    switch rooms[room]?.take(message, on: connection.number) {
    case nil: break
    case .show:
      counters.messagesShown += 1
      onEvent(.stored(stored))
      onEvent(.message(message))
    case .returned:
      counters.messagesDoubled += 1
      onEvent(.stored(stored))
    case .double: counters.messagesDoubled += 1
    case .foreign: counters.messagesForeign += 1
    case .hole: mend(room, on: connection)
    }
  }

  func received(_ policy: RoomPolicyChange, _ stored: StoredEvent, on connection: Connection) {
    guard let room = names[policy.room] else { return }
    switch rooms[room]?.take(policy, on: connection.number) {
    case .show:
      onEvent(.stored(stored))
      onEvent(.policy(policy))
    case .returned: onEvent(.stored(stored))
    case .hole: mend(room, on: connection)
    case nil, .double, .foreign: break
    }
  }

  func received(_ change: StoredEvent, on connection: Connection) {
    guard let room = names[change.room] else { return }
    switch rooms[room]?.pass(change, on: connection.number) {
    case .show: onEvent(.stored(change))
    case .hole: mend(room, on: connection)
    case nil, .double, .returned, .foreign: break
    }
  }

  private func mend(_ room: String, on connection: Connection) {
    counters.holes += 1
    rooms[room]?.disown()
    requestJoin(room, on: connection)
  }

  func received(_ gap: Gap, on connection: Connection) {
    guard let room = names[gap.room], rooms[room]?.skip(gap, on: connection.number) == true else { return }
    tell(gap)
  }

  private func tell(_ gap: Gap) {
    counters.gaps += 1
    onEvent(.gap(gap))
  }

  func rewound(_ room: String, to position: String, on connection: Connection) {
    // It may come before the answer to the first join, which tells what the server calls the room.
    let name = names[room] ?? room
    guard rooms[name]?.rewind(to: position, on: connection.number) == true else { return }
    counters.rewinds += 1
    onEvent(.rewound(room: room, position: position))
  }
}
