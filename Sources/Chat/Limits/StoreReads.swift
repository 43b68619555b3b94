import Base
import ChatProtocol

/// What clients have read from the store: one read of a user at a time, a few of all users, in turns, so that nobody waits
/// for more than a few reads of others. Whoever has used up their share of the store's time waits for it; nobody waits for
/// them. Operators wait for their turn alone.
final class StoreReads {
  /// Does one read. Its end is told with the store's time that it took; exactly once.
  typealias Read = (_ ended: @escaping (TimeSpan) -> Void) -> Void

  /// How many of one user may wait.
  private static let waitingLimit = 128

  private struct Waiting {
    let client: Client
    let room: RoomName?
    let read: Read
  }

  private struct UnderWay {
    let room: RoomName?
  }

  /// How many are under way at once where the store answers.
  private let limit: Int
  /// How many wait for silent parts of the store besides, at most: they may all be answered in one turn.
  private var silentLimit: Int { 8 * limit }
  private let isAnswering: (RoomName) -> Bool
  private let limits: Limits
  private let now: () -> Instant
  private var waiting: [User.ID: Queue<Waiting>] = [:]
  /// Users with something waiting and nothing under way: those whose turn it is, and those who have to wait for their share.
  private var ready = Queue<User.ID>()
  private var paced: [User.ID] = []
  private var underWay: [User.ID: UnderWay] = [:]
  /// A read that ends at once must not begin the next one within itself.
  private var isProceeding = false

  /// - Parameter isAnswering: whether the part of the store answers that has a room.
  init(
    limits: Limits, limit: Int, isAnswering: @escaping (RoomName) -> Bool, now: @escaping () -> Instant
  ) {
    self.limits = limits
    self.limit = limit
    self.isAnswering = isAnswering
    self.now = now
  }

  /// Does a read when it is its turn; at once, if nothing stands against it.
  /// - Parameter room: of which it is, if it is one room's.
  /// - Returns: whether it will be done; not when too many of this user wait already.
  func perform(for client: Client, of room: RoomName?, _ read: @escaping Read) -> Bool {
    let id = client.user.id
    var queue = waiting.removeValue(forKey: id) ?? Queue()
    guard queue.count < Self.waitingLimit else {
      waiting[id] = queue
      return false
    }
    let isFirst = queue.isEmpty && underWay[id] == nil
    queue.append(Waiting(client: client, room: room, read: read))
    waiting[id] = queue
    if isFirst { ready.append(id) }
    proceed()
    return true
  }

  /// Looks whether those who waited for their share have it, and whether what is under way has become silent. To be called
  /// now and then.
  func tick() {
    for id in paced { ready.append(id) }
    paced = []
    proceed()
  }

  /// Whether one more may be under way: whoever waits for a part of the store that is silent is in nobody's way.
  private var hasTurn: Bool {
    if underWay.count < limit { return true }
    let silent = underWay.values.count { $0.room.map(isAnswering) == false }
    return silent <= silentLimit && underWay.count - silent < limit
  }

  private func proceed() {
    guard !isProceeding else { return }
    isProceeding = true
    defer { isProceeding = false }
    while !ready.isEmpty, hasTurn, let id = ready.popFirst() {
      guard let next = waiting[id]?.first else { continue }
      guard next.client.isOperator || !limits.isPaced(id, from: next.client.address, now: now()) else {
        paced.append(id)
        continue
      }
      underWay[id] = UnderWay(room: next.room)
      _ = waiting[id]?.popFirst()
      next.read { [weak self] time in self?.ended(id, next.client, time) }
    }
  }

  private func ended(_ id: User.ID, _ client: Client, _ time: TimeSpan) {
    if !client.isOperator { limits.charge(time, to: id, from: client.address, now: now()) }
    underWay[id] = nil
    if waiting[id]?.isEmpty == false { ready.append(id) } else { waiting[id] = nil }
    proceed()
  }
}
