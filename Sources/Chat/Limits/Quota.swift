import Broker

/// What one user, or one address, may take of what all share, over all connections to the fleet. 0 means: no limit.
package struct Quota: Equatable, Sendable {
  /// Whether there are quotas at all.
  package enum Switch: String, CaseIterable, Sendable { case on, off }

  /// Messages and changes, and other requests, a second: three seconds' worth at once.
  package var messages: Int
  package var requests: Int
  /// Messages times those who get them, a second: three seconds' worth at once.
  package var deliveries: Int
  /// Milliseconds of the store's time a second: three seconds' worth at once, then reads wait.
  package var storeTime: Int
  /// Bytes that the store keeps, an hour; never more than a share of what is left there.
  package var bytes: Int
  /// The part of what is left: one in so many.
  package var shareOfSpace: Int
  /// Rooms at once.
  package var rooms: Int
  /// Rooms an hour in which nobody has written yet.
  package var newRooms: Int
  /// People an hour who are written to for the first time.
  package var contacts: Int
  /// Sessions an hour.
  package var signIns: Int
  /// Wrong codes for another device, an hour.
  package var codes: Int

  package static let ofUser = Quota(
    messages: 10, requests: 100, deliveries: 20_000, storeTime: 30, bytes: 8 << 20, shareOfSpace: 32,
    rooms: 200, newRooms: 300, contacts: 60, signIns: 0, codes: 0)
  package static let ofAddress = Quota(
    messages: 200, requests: 2_000, deliveries: 200_000, storeTime: 150, bytes: 64 << 20, shareOfSpace: 16,
    rooms: 5_000, newRooms: 2_000, contacts: 1_000, signIns: 3_000, codes: 60)
  package static let unlimited = Quota(
    messages: 0, requests: 0, deliveries: 0, storeTime: 0, bytes: 0, shareOfSpace: 0,
    rooms: 0, newRooms: 0, contacts: 0, signIns: 0, codes: 0)
}

extension Quota {
  /// How much there is of something; 0: no limit.
  subscript(limit: Limit) -> Int {
    switch limit {
    case .messages: messages
    case .requests: requests
    case .deliveries: deliveries
    case .storeTime: storeTime
    case .bytes: max(bytes, shareOfSpace)
    case .rooms: rooms
    case .newRooms: newRooms
    case .contacts: contacts
    case .signIns: signIns
    case .codes: codes
    }
  }

  /// Nobody gets more in an hour than a part of what is left: so whoever fills the store leaves ever more of it to the
  /// others, and one alone never fills it. 0: no limit.
  func bytes(within space: StoreSpace?) -> Int {
    guard let space, shareOfSpace > 0 else { return bytes }
    let share = max(space.left / shareOfSpace, 1)
    return bytes > 0 ? min(bytes, share) : share
  }
}
