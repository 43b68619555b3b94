import Base
import Broker
import ChatProtocol
import RedisClient

extension Position {
  /// `<epoch> <generation> <seq> <identity>`
  init?(_ words: inout WordScanner) {
    guard let epoch = words.word(), let position = Position(&words, epoch: epoch) else { return nil }
    self = position
  }

  /// `<generation> <seq> <identity>`
  init?(_ words: inout WordScanner, epoch: String) {
    guard let generation = words.number(UInt32.self), let seq = words.number(UInt64.self),
      seq <= Self.greatestSeq, let identity = words.word()
    else { return nil }
    self.init(epoch: epoch, generation: generation, seq: seq, identity: identity)
  }
}

extension StoredMessage {
  /// The five elements of a page that make a message: generation, seq, identity, time, payload.
  init?(_ reply: inout ReplyCursor) {
    guard let generation: UInt32 = reply.bytes().flatMap({ decimal($0) }),
      let seq: UInt64 = reply.bytes().flatMap({ decimal($0) }), seq <= Position.greatestSeq,
      let identity = reply.text(), let time: Int64 = reply.bytes().flatMap({ decimal($0) }),
      let payload = reply.bytes()
    else { return nil }
    self.init(generation: generation, seq: seq, identity: identity, time: time, payload: payload)
  }

  /// The messages that `elements` elements of a reply make.
  static func page(_ reply: inout ReplyCursor, elements: Int) -> [StoredMessage]? {
    guard elements >= 0, elements % 5 == 0 else { return nil }
    var messages: [StoredMessage] = []
    messages.reserveCapacity(elements / 5)
    for _ in 0..<elements / 5 {
      guard let message = StoredMessage(&reply) else { return nil }
      if let last = messages.last, message.seq != last.seq + 1 { return nil }
      messages.append(message)
    }
    return messages
  }
}
