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
  let isOn: Bool
  var users: [User.ID: UserHolder] = [:]
  private var addresses: [String: AddressHolder] = [:]
  /// All of these, and those of which only other instances told.
  var digests: [AddressDigest: AddressHolder] = [:]
  /// Those who have taken so much here that other instances are to be told.
  var news: Set<QuotaHolder> = []
  var reportsAt: Instant = .distantPast
  /// The store's time that was charged, whether or not there are quotas: what the prices are measured by.
  private(set) var storeTime = TimeSpan.zero
  private var sweepsAt: Instant = .distantPast

  init(user: Quota, address: Quota) {
    self.user = user
    self.address = address
    isOn = user != .unlimited || address != .unlimited
  }

  /// How many are remembered.
  var count: Int { users.count + digests.count }

  // MARK: - Addresses

  /// - Parameter text: empty where there is none, as in tests: nothing is limited then.
  func holder(of text: String) -> AddressHolder? {
    guard !text.isEmpty else { return nil }
    if let known = addresses[text] { return known }
    let digest = AddressDigest(of: text)
    let holder = holder(of: digest)
    addresses[text] = holder
    return holder
  }

  func holder(of digest: AddressDigest) -> AddressHolder {
    if let known = digests[digest] { return known }
    let holder = AddressHolder(digest)
    digests[digest] = holder
    return holder
  }

  /// An object of its own, as a table has up to twice the place that it needs.
  func holder(ofUser id: User.ID) -> UserHolder {
    if let known = users[id] { return known }
    let holder = UserHolder()
    users[id] = holder
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
    let short = withUser(id) { allowance -> Shortfall? in
      if let short = allowance.shortfall(of: price, user, space: space, now: now) { return short }
      allowance.charge(price, user, space: space, now: now)
      return nil
    }
    if let short { return Exceeded(short.limit, of: .user, wait: short.wait) }
    storeTime += price.storeTime
    with(holder) { $0.charge(price, address, space: space, now: now) }
    return nil
  }

  /// The same for what comes from an address before it is known who it is.
  func take(_ price: Price, from holder: AddressHolder?, now: Instant) -> Exceeded? {
    storeTime += price.storeTime
    guard let holder, isOn else { return nil }
    if let short = holder.allowance.shortfall(of: price, address, space: nil, now: now) {
      return Exceeded(short.limit, of: .address, wait: short.wait)
    }
    with(holder) { $0.charge(price, address, space: nil, now: now) }
    return nil
  }

  /// Charges time that the store has spent for somebody.
  func charge(_ time: TimeSpan, to id: User.ID, from holder: AddressHolder?, now: Instant) {
    guard time > .zero else { return }
    storeTime += time
    guard isOn else { return }
    charge(time, toUser: id, now: now)
    with(holder) { $0.charge(time, address, now: now) }
  }

  /// Charges to a user what was charged to the address before it was known who it is.
  func charge(_ time: TimeSpan, toUser id: User.ID, now: Instant) {
    if isOn { withUser(id) { $0.charge(time, user, now: now) } }
  }

  /// Whether somebody's next read has to wait.
  func isPaced(_ id: User.ID, from holder: AddressHolder?, now: Instant) -> Bool {
    users[id]?.allowance.isPaced(now) == true || holder?.allowance.isPaced(now) == true
  }

  // MARK: - Deliveries

  /// Takes what is told to so many; what that exceeds, otherwise.
  func take(deliveries count: Int, by id: User.ID, from holder: AddressHolder?, now: Instant) -> Exceeded? {
    guard isOn else { return nil }
    if let exceeded = exceeded(byDeliveries: count, by: id, from: holder, now: now) { return exceeded }
    charge(deliveries: count, to: id, from: holder, now: now)
    return nil
  }

  /// What is exceeded by telling something to so many.
  func exceeded(byDeliveries count: Int, by id: User.ID, from holder: AddressHolder?, now: Instant) -> Exceeded? {
    guard isOn else { return nil }
    if let short = holder?.allowance.shortfall(ofDeliveries: count, address, now: now) {
      return Exceeded(short.limit, of: .address, wait: short.wait)
    }
    let short = users[id]?.allowance.shortfall(ofDeliveries: count, user, now: now)
    return short.map { Exceeded($0.limit, of: .user, wait: $0.wait) }
  }

  /// Charges what was told to so many on account of somebody.
  func charge(deliveries count: Int, to id: User.ID, from holder: AddressHolder?, now: Instant) {
    guard isOn, count > 0 else { return }
    withUser(id) { $0.charge(deliveries: count, user, now: now) }
    with(holder) { $0.charge(deliveries: count, address, now: now) }
  }

  // MARK: - What is counted one by one, by the hour

  /// Takes one of something of which it is known only later whether it is one: whether the room was new, the person unknown.
  /// `spend` or `giveBack` tells.
  func reserve(_ count: HourlyCount, by id: User.ID, from holder: AddressHolder?, now: Instant) -> Exceeded? {
    guard isOn else { return nil }
    if let wait = withUser(id, { $0.reserve(count, user, now: now) }) {
      return Exceeded(count.limit, of: .user, wait: wait)
    }
    guard let wait = holder?.allowance.reserve(count, address, now: now) else { return nil }
    withUser(id) { $0.giveBack(count, user) }
    return Exceeded(count.limit, of: .address, wait: wait)
  }

  func spend(_ count: HourlyCount, of id: User.ID, from holder: AddressHolder?, now: Instant) {
    guard isOn else { return }
    withUser(id) { $0.spend(count, user, now: now) }
    with(holder) { $0.spend(count, address, now: now) }
  }

  func giveBack(_ count: HourlyCount, to id: User.ID, from holder: AddressHolder?) {
    guard isOn else { return }
    withUser(id) { $0.giveBack(count, user) }
    holder?.allowance.giveBack(count, address)
  }

  /// Takes one of what is an address's alone.
  func take(_ count: HourlyCount, from holder: AddressHolder?, now: Instant) -> Exceeded? {
    if let exceeded = reserve(count, from: holder, now: now) { return exceeded }
    settle(count, isOne: true, of: holder, now: now)
    return nil
  }

  /// The same of which it is known only later whether it is one; `settle` tells.
  func reserve(_ count: HourlyCount, from holder: AddressHolder?, now: Instant) -> Exceeded? {
    guard isOn else { return nil }
    return holder?.allowance.reserve(count, address, now: now).map { Exceeded(count.limit, of: .address, wait: $0) }
  }

  func settle(_ count: HourlyCount, isOne: Bool, of holder: AddressHolder?, now: Instant) {
    guard isOn else { return }
    with(holder) { isOne ? $0.spend(count, address, now: now) : $0.giveBack(count, address) }
  }

  // MARK: - Polls

  /// The rates of one who polls: they outlive the calls, so that nobody escapes them by making many.
  func pollRates(of id: User.ID) -> ClientRates { users[id]?.polls ?? ClientRates() }

  func keep(_ rates: ClientRates, ofPollsBy id: User.ID) {
    holder(ofUser: id).polls = rates
  }

  // MARK: - Changing

  @discardableResult
  private func withUser<Value>(_ id: User.ID, _ body: (inout Allowance) -> Value) -> Value {
    let (value, isNews) = Self.change(&holder(ofUser: id).allowance, body)
    if isNews { news.insert(.user(id)) }
    return value
  }

  private func with(_ holder: AddressHolder?, _ body: (inout Allowance) -> Void) {
    guard let holder else { return }
    body(&holder.allowance)
    if holder.allowance.isNews { news.insert(.address(holder.digest)) }
  }

  private static func change<Value>(
    _ allowance: inout Allowance, _ body: (inout Allowance) -> Value
  ) -> (Value, isNews: Bool) {
    let value = body(&allowance)
    return (value, allowance.isNews)
  }

  // MARK: - Forgetting

  /// To be called now and then.
  func forget(now: Instant) {
    guard now >= sweepsAt else { return }
    sweepsAt = now + Self.sweepInterval
    users = users.filter { !$0.value.allowance.isFull(now) || !$0.value.polls.isFull(now) }
    digests = digests.filter { $0.value.clients > 0 || !$0.value.allowance.isFull(now) }
    addresses = addresses.filter { digests[$0.value.digest] != nil }
  }
}
