import Base
import ChatProtocol
import RedisClient

/// The places whose text has been taken out (`Erasure`), as far as they lie in a page. A place's identity says that it is
/// still the same message, should the store have begun another history.
struct ErasedPlaces {
  private var identities: [UInt64: [String]] = [:]

  /// `count` elements of a reply, each `<seq> <identity>`; at most as many as a page may have messages.
  init?(_ reply: inout ReplyCursor, count: Int) {
    guard (0...10_000).contains(count) else { return nil }
    for _ in 0..<count {
      guard let place = reply.bytes() else { return nil }
      var words = WordScanner(place)
      guard let seq = words.number(UInt64.self), let identity = words.word() else { return nil }
      identities[seq, default: []].append(identity)
    }
  }

  /// The message as it is handed out.
  func applied(to message: StoredMessage) -> StoredMessage {
    identities[message.seq]?.contains(message.identity) == true ? message.erased : message
  }
}
