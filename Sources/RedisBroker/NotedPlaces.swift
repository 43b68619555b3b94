import Base
import ChatProtocol
import RedisClient

/// The places of which something is noted, as far as they lie in a page: that their text has been taken out (`Erasure`), or
/// that they were edited. A place's identity says that it is still the same message, should the store have begun another
/// history.
struct NotedPlaces {
  private var identities: [UInt64: [String]] = [:]

  init() {}

  /// `count` elements of a reply, each beginning with `<seq> <identity>`; at most as many as a page may have messages.
  init?(_ reply: inout ReplyCursor, count: Int) {
    guard (0...10_000).contains(count) else { return nil }
    for _ in 0..<count {
      guard let place = reply.bytes() else { return nil }
      var words = WordScanner(place)
      guard let seq = words.number(UInt64.self), let identity = words.word() else { return nil }
      identities[seq, default: []].append(identity)
    }
  }

  func contains(_ message: StoredMessage) -> Bool { identities[message.seq]?.contains(message.identity) == true }

  /// The message as it is handed out, if these are those whose text was taken out.
  func applied(to message: StoredMessage) -> StoredMessage { contains(message) ? message.erased : message }
}
