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
    let read: Read
  }

  /// How many are under way at once.
  private let limit: Int
  private let limits: Limits
  private let now: () -> Instant
  private var waiting: [User.ID: Queue<Waiting>] = [:]
  /// Users with something waiting and nothing under way: those whose turn it is, and those who have to wait for their share.
  private var ready = Queue<User.ID>()
  private var paced: [User.ID] = []
  private var underWay: Set<User.ID> = []
  /// A read that ends at once must not begin the next one within itself.
  private var isProceeding = false

  init(limits: Limits, limit: Int, now: @escaping () -> Instant) {
    self.limits = limits
    self.limit = limit
    self.now = now
  }

  /// Does a read when it is its turn; at once, if nothing stands against it.
  /// - Returns: whether it will be done; not when too many of this user wait already.
  func perform(for client: Client, _ read: @escaping Read) -> Bool {
    let id = client.user.id
    var queue = waiting.removeValue(forKey: id) ?? Queue()
    guard queue.count < Self.waitingLimit else {
      waiting[id] = queue
      return false
    }
    let isFirst = queue.isEmpty && !underWay.contains(id)
    queue.append(Waiting(client: client, read: read))
    waiting[id] = queue
    if isFirst { ready.append(id) }
    proceed()
    return true
  }

  /// Looks whether those who waited for their share have it. To be called now and then.
  func tick() {
    guard !paced.isEmpty else { return }
    for id in paced { ready.append(id) }
    paced = []
    proceed()
  }

  private func proceed() {
    guard !isProceeding else { return }
    isProceeding = true
    defer { isProceeding = false }
    while underWay.count < limit, let id = ready.popFirst() {
      guard let next = waiting[id]?.first else { continue }
      guard next.client.isOperator || !limits.isPaced(id, from: next.client.address, now: now()) else {
        paced.append(id)
        continue
      }
      underWay.insert(id)
      _ = waiting[id]?.popFirst()
      next.read { [weak self] time in self?.ended(id, next.client, time) }
    }
  }

  private func ended(_ id: User.ID, _ client: Client, _ time: TimeSpan) {
    if !client.isOperator { limits.charge(time, to: id, from: client.address, now: now()) }
    underWay.remove(id)
    if waiting[id]?.isEmpty == false { ready.append(id) } else { waiting[id] = nil }
    proceed()
  }
}
