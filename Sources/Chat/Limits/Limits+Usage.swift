import Base
import Broker

// What instances tell each other of those who have taken much, so that a quota holds over the whole fleet. Nothing of it is
// stored: a report that is lost makes it less exact, and an instance that has just begun knows nothing yet.
extension Limits {
  /// How long between two reports, at least.
  private static let reportInterval = TimeSpan.milliseconds(20)
  /// Beyond so many users and addresses nobody is remembered of whom only other instances told.
  private static let mostHolders = 100_000

  /// What others are to be told by now, if there is something.
  func takeNews(now: Instant) -> [Usage]? {
    guard !news.isEmpty, now >= reportsAt else { return nil }
    reportsAt = now + Self.reportInterval
    let told = news.prefix(UsageReport.maximum)
    news.subtract(told)
    return told.map { Usage(of: $0, takeNews(of: $0, now)) }.filter { !$0.amounts.isEmpty }
  }

  private func takeNews(of holder: QuotaHolder, _ now: Instant) -> [Usage.Amount] {
    switch holder {
    case .user(let id): users[id]?.allowance.takeNews(now) ?? []
    case .address(let digest): digests[digest]?.allowance.takeNews(now) ?? []
    }
  }

  /// Charges what was taken through another instance.
  /// - Returns: of how many users and addresses.
  func charge(_ usages: [Usage], now: Instant) -> Int {
    guard isOn else { return 0 }
    return usages.prefix(UsageReport.maximum).count { charge($0, now) }
  }

  private func charge(_ usage: Usage, _ now: Instant) -> Bool {
    switch usage.holder {
    case .user(let id):
      guard let allowance = charged(users[id]?.allowance, with: usage, user, now) else { return false }
      holder(ofUser: id).allowance = allowance
    case .address(let digest):
      guard let allowance = charged(digests[digest]?.allowance, with: usage, address, now) else { return false }
      holder(of: digest).allowance = allowance
    }
    return true
  }

  /// - Parameter known: what is left to them; `nil` for those who are not known here.
  /// - Returns: what is left then; `nil` if it is not worth remembering.
  private func charged(_ known: Allowance?, with usage: Usage, _ quota: Quota, _ now: Instant) -> Allowance? {
    var allowance = known ?? Allowance()
    allowance.charge(usage.amounts, quota, now: now)
    let isWorthIt = known != nil || (count < Self.mostHolders && !allowance.isFull(now + Self.reportInterval))
    return isWorthIt ? allowance : nil
  }
}
