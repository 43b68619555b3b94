import Base

/// When an instance that no longer delivers asks its clients to move: once others can take them, and only then. With
/// nowhere to go they are better off here, where they are told that the store is away.
///
/// A value; times are those of the monotonic clock.
struct IsolationPolicy: Equatable, Sendable {
  /// How long it waits first. If it is the store that is away, the others have noticed by then, too, and the balancer says
  /// that there is nowhere to go.
  private static let timeout: TimeSpan = .seconds(3)
  /// How long before those who stayed are asked again.
  private static let pause: TimeSpan = .seconds(10)

  private var due: Instant?

  init() {}

  /// - Parameters:
  ///   - others: how many other instances can take clients.
  ///   - isEased: whether the balancer sends nobody new here; before that, whoever moves might come back.
  /// - Returns: whether the clients are to be asked now.
  mutating func tick(now: Instant, isDelivering: Bool, others: Int, isEased: Bool) -> Bool {
    guard !isDelivering else {
      due = nil
      return false
    }
    let due = due ?? now + Self.timeout
    self.due = due
    guard now >= due, isEased, others > 0 else { return false }
    self.due = now + Self.pause
    return true
  }
}
