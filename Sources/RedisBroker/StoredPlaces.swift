import Broker
import ChatProtocol

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
  /// The five elements of a page that make a message: generation, seq, identity, time, body.
  init?(_ reply: inout ReplyCursor) {
    guard let generation: UInt32 = reply.bytes().flatMap({ decimal($0) }),
      let seq: UInt64 = reply.bytes().flatMap({ decimal($0) }), seq <= Position.greatestSeq,
      let identity = reply.text(), let time: Int64 = reply.bytes().flatMap({ decimal($0) }),
      let body = reply.bytes()
    else { return nil }
    self.init(generation: generation, seq: seq, identity: identity, time: time, body: Array(body))
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

extension SyncPage {
  /// What `synchronize.lua` returns.
  init?(_ reply: inout ReplyCursor) {
    guard let count = reply.array(), let verdict = reply.text(), let place = reply.bytes(), let base = reply.bytes(),
      let erasedCount: Int = reply.bytes().flatMap({ decimal($0) }),
      let erased = ErasedPlaces(&reply, count: erasedCount)
    else { return nil }
    var words = WordScanner(place)
    guard let head = Position(&words),
      let messages = StoredMessage.page(&reply, elements: count - 4 - erasedCount)?.map({ erased.applied(to: $0) }),
      let verdict = SyncVerdict(verdict, base: base, epoch: head.epoch)
    else { return nil }
    let isLatest = verdict == .fresh || verdict == .reset
    let hasMore = !isLatest && (messages.last.map { $0.seq < head.seq } ?? false)
    self.init(verdict: verdict, head: head, messages: messages, hasMore: hasMore)
  }
}

extension SyncVerdict {
  fileprivate init?(_ word: String, base: UnsafeRawBufferPointer, epoch: String) {
    switch word {
    case "fresh": self = .fresh
    case "recovered": self = .recovered
    case "gap": self = .gap
    case "reset": self = .reset
    case "rewind":
      var words = WordScanner(base)
      guard let base = Position(&words, epoch: epoch) else { return nil }
      self = .rewind(base: base)
    default: return nil
    }
  }
}
