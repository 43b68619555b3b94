import Base
import Broker
import ChatProtocol

/// How far users have read, on the way to the store: of each user one write at a time, and one in three seconds, however
/// much they read on how many connections. What comes meanwhile waits here, so that it outlives the connection that told it.
final class ReadMarks {
  /// Between two writes of a user.
  static let span: TimeSpan = .seconds(3)
  /// Of how many users something may wait.
  var mostUsers = 10_000
  /// How often a write is tried again that failed.
  private static let retries = 20
  /// Between two tries when the process is about to end.
  private static let hurriedSpan: TimeSpan = .seconds(1)

  private struct Waiting {
    /// The client that told it knows it already.
    var moves: [RoomName: (move: ReadMove, client: WeakClient)] = [:]
    let lifetime: Int
    var isWriting = false
    var failures = 0

    /// Whether something is not stored yet.
    var isWaiting: Bool { isWriting || !moves.isEmpty }

    /// - Parameter client: who tells it, unless something else was told by another that goes farther.
    mutating func add(_ move: ReadMove, from client: WeakClient) {
      let earlier = moves[move.room]
      let sum = earlier?.move.followed(by: move) ?? move
      moves[move.room] = (sum, sum.mark == move.mark ? client : earlier?.client ?? client)
    }
  }

  private struct WeakClient { weak var client: Client? }

  private unowned let hub: Hub
  private var users: [User.ID: Waiting] = [:]
  /// Of how many users something is not stored yet.
  private(set) var waitingCount = 0
  /// Who has been written lately, until they may be again.
  private var written = TimeoutQueue<User.ID, UInt64>(timeout: ReadMarks.span.nanoseconds)
  /// Whether nothing waits for its time: the process may be about to end.
  var isHurried = false {
    didSet { if isHurried { writeAll() } }
  }
  private var hurriesAgainAt: Instant = .distantPast

  init(hub: Hub) { self.hub = hub }

  /// - Returns: whether it will be stored; not while too many others wait.
  func take(_ move: ReadMove, from client: Client) -> Bool {
    let user = client.user.id
    let isFirst = users[user] == nil
    guard users[user]?.isWaiting == true || waitingCount < mostUsers else {
      hub.counters.readMarksRefused += 1
      return false
    }
    if isFirst { users[user] = Waiting(lifetime: hub.markLifetime(of: client)) }
    change(user) { $0.add(move, from: WeakClient(client: client)) }
    if isFirst || isHurried { write(user) }
    return true
  }

  /// Writes what has waited long enough. To be called now and then.
  func tick() {
    if isHurried, hub.time.now >= hurriesAgainAt { writeAll() }
    while let user = written.popDue(at: hub.time.now.nanoseconds) {
      guard let waiting = users[user] else { continue }
      if waiting.isWriting {
        written.add(user, at: hub.time.now.nanoseconds)
      } else if waiting.moves.isEmpty {
        users[user] = nil
      } else {
        write(user)
      }
    }
  }

  private func change(_ user: User.ID, _ body: (inout Waiting) -> Void) {
    guard var waiting = users[user] else { return }
    if waiting.isWaiting { waitingCount -= 1 }
    body(&waiting)
    if waiting.isWaiting { waitingCount += 1 }
    users[user] = waiting
  }

  private func writeAll() {
    hurriesAgainAt = hub.time.now + Self.hurriedSpan
    for user in users.keys.sorted() { write(user) }
  }

  private func write(_ user: User.ID) {
    guard let waiting = users[user], !waiting.isWriting, !waiting.moves.isEmpty else { return }
    change(user) { next in
      next.moves = [:]
      next.isWriting = true
    }
    written.add(user, at: hub.time.now.nanoseconds)
    let moves = waiting.moves.values.map(\.move).sorted { $0.room.text < $1.room.text }
    let call = MoveReadMarks(of: user, moves, by: hub.configuration.instance, lifetime: waiting.lifetime)
    hub.broker.perform(call) { result in
      switch result {
      case .success(let moved):
        self.change(user) { next in
          next.isWriting = false
          next.failures = 0
        }
        self.hub.tellRead(moved.compactMap { waiting.moves[$0] }.map { ($0.move, $0.client.client) }, of: user)
        if self.isHurried { self.write(user) }
      case .failure: self.failed(waiting, of: user)
      }
    }
  }

  /// Whether it was stored is not known: it is stored again with what has come since, unless the store is away for too long.
  /// Not what is forced: that would undo what has been read meanwhile through another instance.
  private func failed(_ waiting: Waiting, of user: User.ID) {
    change(user) { next in
      next.isWriting = false
      next.failures += 1
      let isOver = next.failures > Self.retries && !isHurried
      let again = isOver ? [:] : waiting.moves.filter { !$0.value.move.isForced }
      hub.counters.readMarksDropped += waiting.moves.count - again.count
      let later = next.moves.values
      next.moves = again
      for (move, client) in later { next.add(move, from: client) }
    }
  }
}

extension Hub {
  /// How long a user's marks outlive the last one that moved: a guest's as long as a session, that of somebody who comes back
  /// under the same id as long as the longest one. Seconds.
  fileprivate func markLifetime(of client: Client) -> Int {
    let isLasting = client.identity?.record.expires != nil || client.user.kind == .bot
    return isLasting ? SessionRecord.longestLife : configuration.sessionLifetime
  }

  /// Tells a user's connections here, but for the one that each comes from.
  fileprivate func tellRead(_ moves: [(move: ReadMove, origin: Client?)], of user: User.ID) {
    for client in clients(of: user) {
      for (move, origin) in moves where origin !== client { client.tell(RoomMark(move.room, move.mark)) }
    }
  }

  /// Another instance has stored them.
  func heardRead(_ marks: [RoomMark], of user: User.ID) {
    for client in clients(of: user) { for mark in marks { client.tell(mark) } }
  }

  /// Read marks of so many users wait to be stored.
  package var waitingReadMarks: Int { readMarks.waitingCount }
  /// Has them stored without delay from now on, or with their delay again.
  package func hurryReadMarks(_ isHurried: Bool = true) { readMarks.isHurried = isHurried }
}
