/// What Redis pushes on a connection that follows channels. Its bytes are valid until the reader reads the next reply.
enum SubscriberPush {
  case message(UnsafeRawBufferPointer, channel: UnsafeRawBufferPointer)
  /// Confirmations, which come in the order in which they were asked for.
  case followed, unfollowed
  /// Of a sharded channel: asked for, or because its slot is not this node's any more.
  case shardedUnfollowed(String)

  private enum Kind {
    case message, followed, unfollowed, shardedUnfollowed

    init?(_ text: UnsafeRawBufferPointer) {
      switch text.first {
      case UInt8(ascii: "m"): self = .message
      case UInt8(ascii: "u"): self = .unfollowed
      default:
        // Those of sharded channels begin with an s more.
        switch String(decoding: text, as: UTF8.self) {
        case "smessage": self = .message
        case "subscribe", "ssubscribe": self = .followed
        case "sunsubscribe": self = .shardedUnfollowed
        default: return nil
        }
      }
    }
  }

  /// - Parameter reply: its kind, a channel, and what belongs to that.
  init?(_ reply: ReplyCursor) {
    var reply = reply
    guard reply.array() == 3, let kind = reply.bytes().flatMap({ Kind($0) }), let channel = reply.bytes() else {
      return nil
    }
    switch kind {
    case .message:
      guard let payload = reply.bytes() else { return nil }
      self = .message(payload, channel: channel)
    case .followed: self = .followed
    case .unfollowed: self = .unfollowed
    case .shardedUnfollowed: self = .shardedUnfollowed(String(decoding: channel, as: UTF8.self))
    }
  }
}
