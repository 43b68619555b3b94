import Base
import Broker

/// What a user or an address has left of its quota.
struct Allowance {
  /// Who is so far behind with the store's time is refused what would only have to wait.
  private static let longestDebt = TimeSpan.seconds(9)
  /// What others tell in one report is no more than that.
  private static let longestCharge = TimeSpan.seconds(3_600)

  private var messages = Meter()
  private var requests = Meter()
  private var deliveries = Meter()
  private var storeTime = Meter()
  private var bytes = Meter()
  private var newRooms = Meter()
  private var contacts = Meter()
  private var signIns = Meter()
  private var codes = Meter()
  /// Whether enough of it was taken for other instances to be told.
  private(set) var isNews = false

  /// Whether nothing of it is taken.
  func isFull(_ now: Instant) -> Bool {
    [messages, requests, deliveries, storeTime, bytes, newRooms, contacts, signIns, codes].allSatisfy { $0.isFull(now) }
  }

  // MARK: - Requests

  /// Which limit stands against so much; `nil` for none.
  func shortfall(of price: Price, _ quota: Quota, space: StoreSpace?, now: Instant) -> Shortfall? {
    if price.messages > 0 {
      let cost = Self.second(price.messages, of: quota.messages)
      if let wait = messages.wait(for: cost, capacity: max(.burst, cost), now: now) { return (.messages, wait) }
    } else if let wait = requests.wait(for: Self.second(1, of: quota.requests), capacity: .burst, now: now) {
      return (.requests, wait)
    }
    if let short = shortfall(ofDeliveries: price.deliveries, quota, now: now) { return short }
    if let wait = storeTime.wait(for: .zero, capacity: Self.longestDebt, now: now) { return (.storeTime, wait) }
    if price.bytes > 0 {
      let cost = Self.hour(price.bytes, of: quota.bytes(within: space))
      if let wait = bytes.wait(for: cost, capacity: .hour, now: now) { return (.bytes, wait) }
    }
    return nil
  }

  mutating func charge(_ price: Price, _ quota: Quota, space: StoreSpace?, now: Instant) {
    if price.messages > 0 {
      note(messages.charge(Self.second(price.messages, of: quota.messages), capacity: .burst, now: now))
    } else {
      note(requests.charge(Self.second(1, of: quota.requests), capacity: .burst, now: now))
    }
    charge(deliveries: price.deliveries, quota, now: now)
    charge(price.storeTime, quota, now: now)
    if price.bytes > 0 {
      note(bytes.charge(Self.hour(price.bytes, of: quota.bytes(within: space)), capacity: .hour, now: now))
    }
  }

  // MARK: - Deliveries

  func shortfall(ofDeliveries count: Int, _ quota: Quota, now: Instant) -> Shortfall? {
    guard count > 0 else { return nil }
    let cost = Self.second(count, of: quota.deliveries)
    return deliveries.wait(for: cost, capacity: max(.burst, cost), now: now).map { (.deliveries, $0) }
  }

  mutating func charge(deliveries count: Int, _ quota: Quota, now: Instant) {
    guard count > 0 else { return }
    note(deliveries.charge(Self.second(count, of: quota.deliveries), capacity: .burst, now: now))
  }

  // MARK: - The store's time

  /// Charges time that the store has spent.
  mutating func charge(_ time: TimeSpan, _ quota: Quota, now: Instant) {
    guard quota.storeTime > 0, time > .zero else { return }
    note(storeTime.charge(time * 1_000 / quota.storeTime, capacity: .burst, now: now))
  }

  /// Whether the next read has to wait.
  func isPaced(_ now: Instant) -> Bool { storeTime.wait(for: .zero, capacity: .burst, now: now) != nil }

  // MARK: - What is counted one by one, by the hour

  /// Takes one, which may turn out to have been none.
  /// - Returns: `nil` when there was one, else how long until there is.
  mutating func reserve(_ count: HourlyCount, _ quota: Quota, now: Instant) -> TimeSpan? {
    let cost = Self.hour(1, of: quota[count.limit])
    if let wait = self[count.limit].wait(for: cost, capacity: .hour, now: now) { return wait }
    self[count.limit].reserve(cost, now: now)
    return nil
  }

  /// It was one.
  mutating func spend(_ count: HourlyCount, _ quota: Quota, now: Instant) {
    note(self[count.limit].spend(Self.hour(1, of: quota[count.limit]), capacity: .hour, now: now))
  }

  /// It turned out that there was nothing to count.
  mutating func giveBack(_ count: HourlyCount, _ quota: Quota) {
    self[count.limit].giveBack(Self.hour(1, of: quota[count.limit]))
  }

  // MARK: - What other instances are told, and tell

  private mutating func note(_ isNews: Bool) {
    if isNews { self.isNews = true }
  }

  /// What others are to be told, once.
  mutating func takeNews(_ now: Instant) -> [Usage.Amount] {
    isNews = false
    return Limit.allCases.filter { self[$0].isNews(capacity: $0.capacity, now: now) }.map { limit in
      Usage.Amount(limit.rawValue, milliseconds: self[limit].takeNews(now: now).milliseconds)
    }
  }

  /// Charges what was taken elsewhere, of what is limited here.
  mutating func charge(_ amounts: [Usage.Amount], _ quota: Quota, now: Instant) {
    for amount in amounts {
      guard let limit = Limit(rawValue: amount.limit), quota[limit] > 0 else { continue }
      self[limit].chargeElsewhere(min(.milliseconds(amount.milliseconds), Self.longestCharge), now: now)
    }
  }

  private subscript(limit: Limit) -> Meter {
    get {
      switch limit {
      case .messages: messages
      case .requests: requests
      case .deliveries: deliveries
      case .storeTime: storeTime
      case .bytes: bytes
      case .newRooms: newRooms
      case .contacts: contacts
      case .signIns: signIns
      case .codes: codes
      // They don't come back with time.
      case .rooms: Meter()
      }
    }
    set {
      switch limit {
      case .messages: messages = newValue
      case .requests: requests = newValue
      case .deliveries: deliveries = newValue
      case .storeTime: storeTime = newValue
      case .bytes: bytes = newValue
      case .newRooms: newRooms = newValue
      case .contacts: contacts = newValue
      case .signIns: signIns = newValue
      case .codes: codes = newValue
      case .rooms: break
      }
    }
  }

  // MARK: - In what time it comes back

  private static func second(_ amount: Int, of rate: Int) -> TimeSpan {
    rate > 0 ? .seconds(Double(amount) / Double(rate)) : .zero
  }

  private static func hour(_ amount: Int, of rate: Int) -> TimeSpan {
    rate > 0 ? .seconds(3_600 * Double(amount) / Double(rate)) : .zero
  }
}

/// What stands against something, and how long it will.
typealias Shortfall = (limit: Limit, wait: TimeSpan)
