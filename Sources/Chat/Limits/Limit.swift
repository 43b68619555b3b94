import Base
import ChatProtocol

/// What is limited, by the name that metrics have for it.
package enum Limit: String, CaseIterable, Sendable {
  case messages, requests, deliveries, bytes, rooms, contacts, codes
  case storeTime = "store_time"
  case newRooms = "new_rooms"
  case signIns = "sign_ins"
}

extension TimeSpan {
  /// Of a second's rates so much may be taken at once; of an hour's, all of it.
  static var burst: TimeSpan { .seconds(3) }
  static var hour: TimeSpan { .seconds(3_600) }
}

extension Limit {
  /// How much may be taken at once, as the time in which it comes back; never, for what does not.
  var capacity: TimeSpan {
    switch self {
    case .messages, .requests, .deliveries, .storeTime: .burst
    case .bytes, .newRooms, .contacts, .signIns, .codes: .hour
    case .rooms: .forever
    }
  }
}

/// A limit that was met: whose it is, and how long until it is not any more.
package struct Exceeded: Sendable {
  /// Whose limit it is.
  package enum Holder: String, CaseIterable, Sendable { case connection, user, address }

  /// What is counted.
  package struct Kind: Hashable, Sendable {
    package let limit: Limit
    package let holder: Holder

    package init(_ limit: Limit, of holder: Holder) {
      self.limit = limit
      self.holder = holder
    }
  }

  package let kind: Kind
  /// `nil` for what does not come back with time.
  let wait: TimeSpan?

  init(_ limit: Limit, of holder: Holder, wait: TimeSpan?) {
    kind = Kind(limit, of: holder)
    self.wait = wait
  }

  /// How long a client leaves a room alone for which it is in too many others. Nobody knows when it leaves one; in ms.
  static let pauseForRooms = 60_000

  /// What the client is told.
  package var refusal: Refusal {
    guard let wait else {
      return Refusal(.forbidden, "\(kind.limit.words), \(kind.holder.words).", retryAfter: Self.pauseForRooms)
    }
    return Refusal(.rateLimited, "\(kind.limit.words), \(kind.holder.words).", retryAfter: wait.milliseconds + 1)
  }
}

extension Limit {
  fileprivate var words: String {
    switch self {
    case .messages: "Too many messages at a time"
    case .requests: "Too many requests at a time"
    case .deliveries: "Too many messages at a time for a room of so many"
    case .storeTime: "Too much is being read"
    case .bytes: "Too much was written in the last hour"
    case .rooms: "Too many rooms at once"
    case .newRooms: "Too many new rooms in the last hour"
    case .contacts: "Too many people were written to for the first time in the last hour"
    case .signIns: "Too many people have signed in within the last hour"
    case .codes: "Too many codes were wrong within the last hour"
    }
  }
}

extension Exceeded.Holder {
  fileprivate var words: String {
    switch self {
    case .connection: "on this connection"
    case .user: "over all your connections"
    case .address: "from your network address"
    }
  }
}
