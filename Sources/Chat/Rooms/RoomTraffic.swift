import Base

/// How much is said in a room, as a mean of the last seconds: for operators. Counting costs two additions a message.
struct RoomTraffic {
  /// What part of the mean the latest second is.
  private static let weight: Float = 0.25

  private var messages: UInt32 = 0
  private var deliveries: UInt32 = 0
  private var since: Instant
  /// Each a second.
  private(set) var messageRate: Float = 0
  private(set) var deliveryRate: Float = 0

  init(since: Instant) { self.since = since }

  mutating func count(deliveries: Int) {
    messages &+= 1
    self.deliveries &+= UInt32(truncatingIfNeeded: deliveries)
  }

  /// To be called about once a second.
  mutating func tick(at now: Instant) {
    let span = Float((now - since).seconds)
    guard span >= 0.5 else { return }
    messageRate += (Float(messages) / span - messageRate) * Self.weight
    deliveryRate += (Float(deliveries) / span - deliveryRate) * Self.weight
    (messages, deliveries, since) = (0, 0, now)
  }
}
