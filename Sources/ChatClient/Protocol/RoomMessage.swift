import ChatProtocol
import JSON

/// A message of a room, as everybody in it sees it.
package struct RoomMessage: Equatable, Sendable {
  /// The room's own name; of a direct one `@id.id`.
  package let room: String
  /// Its place in the room's order.
  package let seq: UInt64
  /// The same as an opaque word, with which the conversation can be taken up again after it.
  package let position: String
  /// Milliseconds since 1970, by the fleet's clock.
  package let time: Int64
  /// Chosen by the author; unique together with the author.
  package let id: String
  package let from: User
  /// Empty once it was deleted.
  package let text: String
  /// The message that it answers, with the seq that this one had then.
  package var reply: MessageTarget?
  /// What its author's program has added for other programs; `nil` once it was deleted.
  package var data: JSONObject?
  /// Whether it calls everybody who is in the room, as its author may, and whom of them.
  package var everybody: Everybody?
}

/// An event of the protocol that has a place in a room's order.
package struct StoredEvent: Equatable, Sendable {
  /// The room's own name; of a direct one `@id.id`.
  package let room: String
  /// Its place in the room's order.
  package let seq: UInt64
  /// The same as an opaque word, with which the conversation can be taken up again after it.
  package let position: String
  /// The whole of it, as the server sent it.
  package let object: JSONObject

  package init(room: String, seq: UInt64, position: String, object: JSONObject) {
    self.room = room
    self.seq = seq
    self.position = position
    self.object = object
  }
}

/// One's own message or change of a room's policy, stored: it will not be lost.
package struct SentMessage: Equatable, Sendable {
  package let id: String
  package let room: String
  package let seq: UInt64
  package let position: String
  /// Milliseconds since 1970, by the fleet's clock.
  package let time: Int64
  /// Whether an earlier attempt had already stored it.
  package let isDuplicate: Bool
}

/// Why the server refused something.
package struct ServerRefusal: Error, Equatable, Sendable, CustomStringConvertible {
  /// One of the protocol's codes: `bad_request`, `forbidden` …; `disconnected` where no answer came, `removed` for what was
  /// not sent because its author may not be in the room any more.
  package let code: String
  /// A sentence for people.
  package let message: String
  /// Milliseconds after which the same request may succeed.
  package let retryAfter: Int?

  package init(code: String, message: String, retryAfter: Int? = nil) {
    self.code = code
    self.message = message
    self.retryAfter = retryAfter
  }

  init(_ error: ServerObject) {
    self.init(
      code: error.text("code") ?? "unknown", message: error.text("message") ?? "", retryAfter: error.count("retryAfter")
    )
  }

  package static let disconnected = ServerRefusal(code: "disconnected", message: "The connection was lost.")

  package static let removed = ServerRefusal(
    code: "removed", message: "You may not be in this room any more; it was not sent.")

  /// Whether the same request, sent again later, may succeed.
  package var isTransient: Bool {
    ["rate_limited", "unavailable", "maintenance"].contains(code) || (code == "forbidden" && retryAfter != nil)
  }

  package var description: String { "\(code): \(message)" }
}

/// Messages that can't be had any more.
package struct Gap: Equatable, Sendable {
  package let room: String
  /// The last message before it, and the first one behind it. In a history that began anew the second may be the smaller.
  package let after: UInt64
  package let next: UInt64
  /// `trimmed`, `expired`, `reset`; `unrecovered` when found out by coming back.
  package let reason: String

  package init(room: String, after: UInt64, next: UInt64, reason: String) {
    self.room = room
    self.after = after
    self.next = next
    self.reason = reason
  }
}

/// Who is in a room has changed.
package struct PresenceChange: Equatable, Sendable {
  package let room: String
  /// Who came or went; `nil` in large rooms, which tell the number alone.
  package let user: User?
  package let hasJoined: Bool
  package let count: Int
}

/// A stretch of a room's past, ascending.
package struct PastMessages: Equatable, Sendable {
  package let room: String
  package let messages: [RoomMessage]
  /// The same with what else is stored there.
  package let events: [StoredEvent]
  /// Whether there are more in that direction.
  package let hasMore: Bool
}
