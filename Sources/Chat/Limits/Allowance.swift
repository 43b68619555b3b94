import Base
import Broker

/// What a user or an address has left of its quota.
struct Allowance {
  /// Of a second's rates so much may be taken at once; of an hour's, all of it.
  private static let burst = TimeSpan.seconds(3)
  private static let hour = TimeSpan.seconds(3_600)
  /// Who is so far behind with the store's time is refused what would only have to wait.
  private static let longestDebt = TimeSpan.seconds(9)

  private var messages = TokenBucket()
  private var requests = TokenBucket()
  private var deliveries = TokenBucket()
  private var storeTime = TokenBucket()
  private var bytes = TokenBucket()
  fileprivate var newRooms = TokenBucket()
  fileprivate var contacts = TokenBucket()
  fileprivate var signIns = TokenBucket()

  /// Whether nothing of it is taken.
  func isFull(_ now: Instant) -> Bool {
    [messages, requests, deliveries, storeTime, bytes, newRooms, contacts, signIns].allSatisfy { $0.isFull(now) }
  }

  // MARK: - Requests

  /// Which limit stands against so much; `nil` for none.
  func shortfall(of price: Price, _ quota: Quota, space: StoreSpace?, now: Instant) -> (limit: Limit, wait: TimeSpan)? {
    if price.messages > 0 {
      let cost = Self.second(price.messages, of: quota.messages)
      if let wait = messages.wait(for: cost, capacity: max(Self.burst, cost), now: now) { return (.messages, wait) }
    } else if let wait = requests.wait(for: Self.second(1, of: quota.requests), capacity: Self.burst, now: now) {
      return (.requests, wait)
    }
    if price.deliveries > 0 {
      let cost = Self.second(price.deliveries, of: quota.deliveries)
      if let wait = deliveries.wait(for: cost, capacity: max(Self.burst, cost), now: now) { return (.deliveries, wait) }
    }
    if let wait = storeTime.wait(for: .zero, capacity: Self.longestDebt, now: now) { return (.storeTime, wait) }
    if price.bytes > 0 {
      let cost = Self.hour(price.bytes, of: quota.bytes(within: space))
      if let wait = bytes.wait(for: cost, capacity: Self.hour, now: now) { return (.bytes, wait) }
    }
    return nil
  }

  mutating func charge(_ price: Price, _ quota: Quota, space: StoreSpace?, now: Instant) {
    if price.messages > 0 {
      messages.charge(Self.second(price.messages, of: quota.messages), now: now)
    } else {
      requests.charge(Self.second(1, of: quota.requests), now: now)
    }
    if price.deliveries > 0 { deliveries.charge(Self.second(price.deliveries, of: quota.deliveries), now: now) }
    charge(price.storeTime, quota, now: now)
    if price.bytes > 0 { bytes.charge(Self.hour(price.bytes, of: quota.bytes(within: space)), now: now) }
  }

  // MARK: - The store's time

  /// Charges time that the store has spent.
  mutating func charge(_ time: TimeSpan, _ quota: Quota, now: Instant) {
    guard quota.storeTime > 0, time > .zero else { return }
    storeTime.charge(time * 1_000 / quota.storeTime, now: now)
  }

  /// Whether the next read has to wait.
  func isPaced(_ now: Instant) -> Bool { storeTime.wait(for: .zero, capacity: Self.burst, now: now) != nil }

  // MARK: - What is counted one by one, by the hour

  /// Takes one.
  /// - Returns: `nil` when there was one, else how long until there is.
  mutating func take(_ count: HourlyCount, _ quota: Quota, now: Instant) -> TimeSpan? {
    let cost = Self.hour(1, of: quota[keyPath: count.rate])
    if let wait = self[keyPath: count.bucket].wait(for: cost, capacity: Self.hour, now: now) { return wait }
    self[keyPath: count.bucket].charge(cost, now: now)
    return nil
  }

  /// It turned out that there was nothing to count.
  mutating func giveBack(_ count: HourlyCount, _ quota: Quota) {
    self[keyPath: count.bucket].giveBack(Self.hour(1, of: quota[keyPath: count.rate]))
  }

  // MARK: - In what time it comes back

  private static func second(_ amount: Int, of rate: Int) -> TimeSpan {
    rate > 0 ? .seconds(Double(amount) / Double(rate)) : .zero
  }

  private static func hour(_ amount: Int, of rate: Int) -> TimeSpan {
    rate > 0 ? .seconds(3_600 * Double(amount) / Double(rate)) : .zero
  }
}

/// What is counted one by one, by the hour.
enum HourlyCount {
  case newRooms, contacts, signIns

  var limit: Limit {
    switch self {
    case .newRooms: .newRooms
    case .contacts: .contacts
    case .signIns: .signIns
    }
  }

  fileprivate var bucket: WritableKeyPath<Allowance, TokenBucket> {
    switch self {
    case .newRooms: \.newRooms
    case .contacts: \.contacts
    case .signIns: \.signIns
    }
  }

  fileprivate var rate: KeyPath<Quota, Int> {
    switch self {
    case .newRooms: \.newRooms
    case .contacts: \.contacts
    case .signIns: \.signIns
    }
  }
}

extension Quota {
  /// Nobody gets more in an hour than a part of what is left: so whoever fills the store leaves ever more of it to the
  /// others, and one alone never fills it. 0: no limit.
  func bytes(within space: StoreSpace?) -> Int {
    guard let space, shareOfSpace > 0 else { return bytes }
    let share = max(space.left / shareOfSpace, 1)
    return bytes > 0 ? min(bytes, share) : share
  }
}
