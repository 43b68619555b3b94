import Base
import Broker
import ChatProtocol

/// How far users have read, on the way to the store: of each user one write at a time, and one in three seconds, however
/// much they read on how many connections. What comes meanwhile waits here, so that it outlives the connection that told it.
final class ReadMarks {
  /// Between two writes of a user.
  static let span: TimeSpan = .seconds(3)
  /// Of how many users something may wait.
  static let mostUsers = 10_000
  /// How often a write is tried again that failed.
  private static let retries = 20

  private struct Waiting {
    /// The client that told it knows it already.
    var moves: [RoomName: (move: ReadMove, client: WeakClient)] = [:]
    let lifetime: Int
    var isWriting = false
    var failures = 0

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
  /// Who has been written lately, until they may be again.
  private var written = TimeoutQueue<User.ID, UInt64>(timeout: ReadMarks.span.nanoseconds)
  /// Whether nothing waits for its time: the process may be about to end.
  var isHurried = false {
    didSet { if isHurried { for user in users.keys.sorted() { write(user) } } }
  }

  init(hub: Hub) { self.hub = hub }

  /// Of how many users something is not stored yet.
  var waitingCount: Int { users.values.reduce(0) { $0 + ($1.isWriting || !$1.moves.isEmpty ? 1 : 0) } }

  /// - Returns: whether it will be stored; not while too many others wait.
  func take(_ move: ReadMove, from client: Client) -> Bool {
    let user = client.user.id
    let isFirst = users[user] == nil
    guard !isFirst || users.count < Self.mostUsers else { return false }
    users[user, default: Waiting(lifetime: hub.markLifetime(of: client))].add(move, from: WeakClient(client: client))
    if isFirst || isHurried { write(user) }
    return true
  }

  /// Writes what has waited long enough. To be called now and then.
  func tick() {
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

  private func write(_ user: User.ID) {
    guard let waiting = users[user], !waiting.isWriting, !waiting.moves.isEmpty else { return }
    users[user]?.moves = [:]
    users[user]?.isWriting = true
    written.add(user, at: hub.time.now.nanoseconds)
    let moves = waiting.moves.values.map(\.move).sorted { $0.room.text < $1.room.text }
    let call = MoveReadMarks(of: user, moves, by: hub.configuration.instance, lifetime: waiting.lifetime)
    hub.broker.perform(call) { result in
      self.users[user]?.isWriting = false
      switch result {
      case .success(let moved):
        self.users[user]?.failures = 0
        self.hub.tellRead(moved.compactMap { waiting.moves[$0] }.map { ($0.move, $0.client.client) }, of: user)
      case .failure: self.failed(waiting, of: user)
      }
      if self.isHurried { self.write(user) }
    }
  }

  /// Whether it was stored is not known: it is stored again with what has come since, unless the store is away for too long.
  private func failed(_ waiting: Waiting, of user: User.ID) {
    guard var next = users[user], next.failures < Self.retries, !isHurried else { return }
    next.failures += 1
    let later = next.moves.values
    next.moves = waiting.moves
    for (move, client) in later { next.add(move, from: client) }
    users[user] = next
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
