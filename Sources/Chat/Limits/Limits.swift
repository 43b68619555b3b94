import Base
import Broker
import ChatProtocol

/// Who has taken how much of what all share: users, whatever their connections, and addresses. Those who have taken
/// nothing lately take no room here.
final class Limits {
  /// How often those are forgotten who have everything back.
  private static let sweepInterval = TimeSpan.seconds(60)

  let user: Quota
  let address: Quota
  /// Whether anything is limited.
  private let isOn: Bool
  private var users: [User.ID: (allowance: Allowance, polls: ClientRates)] = [:]
  private var addresses: [String: AddressHolder] = [:]
  /// The store's time that was charged, whether or not there are quotas: what the prices are measured by.
  private(set) var storeTime = TimeSpan.zero
  private var sweepsAt: Instant = .distantPast

  init(user: Quota, address: Quota) {
    self.user = user
    self.address = address
    isOn = user != .unlimited || address != .unlimited
  }

  /// How many are remembered.
  var count: Int { users.count + addresses.count }

  // MARK: - Addresses

  /// - Parameter text: empty where there is none, as in tests: nothing is limited then.
  func holder(of text: String) -> AddressHolder? {
    guard !text.isEmpty else { return nil }
    if let known = addresses[text] { return known }
    let holder = AddressHolder()
    addresses[text] = holder
    return holder
  }

  // MARK: - Taking

  /// Takes what a request costs, from its user and its address; what it exceeds, otherwise, and nothing is taken.
  func take(
    _ price: Price, by id: User.ID, from holder: AddressHolder?, space: StoreSpace?, now: Instant
  ) -> Exceeded? {
    guard isOn else {
      storeTime += price.storeTime
      return nil
    }
    if let short = holder?.allowance.shortfall(of: price, address, space: space, now: now) {
      return Exceeded(short.limit, of: .address, wait: short.wait)
    }
    let short = withUser(id) { allowance -> (limit: Limit, wait: TimeSpan)? in
      if let short = allowance.shortfall(of: price, user, space: space, now: now) { return short }
      allowance.charge(price, user, space: space, now: now)
      return nil
    }
    if let short { return Exceeded(short.limit, of: .user, wait: short.wait) }
    storeTime += price.storeTime
    holder?.allowance.charge(price, address, space: space, now: now)
    return nil
  }

  /// The same for what comes from an address before it is known who it is.
  func take(_ price: Price, from holder: AddressHolder?, now: Instant) -> Exceeded? {
    storeTime += price.storeTime
    guard let holder, isOn else { return nil }
    if let short = holder.allowance.shortfall(of: price, address, space: nil, now: now) {
      return Exceeded(short.limit, of: .address, wait: short.wait)
    }
    holder.allowance.charge(price, address, space: nil, now: now)
    return nil
  }

  /// Charges time that the store has spent for somebody.
  func charge(_ time: TimeSpan, to id: User.ID, from holder: AddressHolder?, now: Instant) {
    guard time > .zero else { return }
    storeTime += time
    guard isOn else { return }
    charge(time, toUser: id, now: now)
    holder?.allowance.charge(time, address, now: now)
  }

  /// Charges to a user what was charged to the address before it was known who it is.
  func charge(_ time: TimeSpan, toUser id: User.ID, now: Instant) {
    if isOn { withUser(id) { $0.charge(time, user, now: now) } }
  }

  /// Whether somebody's next read has to wait.
  func isPaced(_ id: User.ID, from holder: AddressHolder?, now: Instant) -> Bool {
    users[id]?.allowance.isPaced(now) == true || holder?.allowance.isPaced(now) == true
  }

  // MARK: - What is counted one by one, by the hour

  func take(_ count: HourlyCount, by id: User.ID, from holder: AddressHolder?, now: Instant) -> Exceeded? {
    if let wait = withUser(id, { $0.take(count, user, now: now) }) {
      return Exceeded(count.limit, of: .user, wait: wait)
    }
    guard let exceeded = take(count, from: holder, now: now) else { return nil }
    withUser(id) { $0.giveBack(count, user) }
    return exceeded
  }

  /// The same for what is an address's alone.
  func take(_ count: HourlyCount, from holder: AddressHolder?, now: Instant) -> Exceeded? {
    let wait = holder?.allowance.take(count, address, now: now)
    return wait.map { Exceeded(count.limit, of: .address, wait: $0) }
  }

  /// It turned out that there was nothing to count: the room was not new, the person known.
  func giveBack(_ count: HourlyCount, to id: User.ID, from holder: AddressHolder?) {
    withUser(id) { $0.giveBack(count, user) }
    holder?.allowance.giveBack(count, address)
  }

  // MARK: - Polls

  /// The rates of one who polls: they outlive the calls, so that nobody escapes them by making many.
  func pollRates(of id: User.ID) -> ClientRates { users[id]?.polls ?? ClientRates() }

  func keep(_ rates: ClientRates, ofPollsBy id: User.ID) {
    users[id, default: (Allowance(), ClientRates())].polls = rates
  }

  private func withUser<Value>(_ id: User.ID, _ body: (inout Allowance) -> Value) -> Value {
    body(&users[id, default: (Allowance(), ClientRates())].allowance)
  }

  // MARK: - Forgetting

  /// To be called now and then.
  func forget(now: Instant) {
    guard now >= sweepsAt else { return }
    sweepsAt = now + Self.sweepInterval
    users = users.filter { !$0.value.allowance.isFull(now) || !$0.value.polls.isFull(now) }
    addresses = addresses.filter { $0.value.clients > 0 || !$0.value.allowance.isFull(now) }
  }
}
