/// A message as it is kept.
package struct StoredMessage: Equatable, Sendable {
  /// The generation in which it was stored.
  package let generation: UInt32
  package let seq: UInt64
  package let identity: String
  /// Milliseconds since 1970, by the store's clock.
  package let time: Int64
  package let header: MessageHeader
  /// The JSON object of `Publication.body`.
  package let body: [UInt8]

  package init(
    generation: UInt32, seq: UInt64, identity: String, time: Int64, header: MessageHeader, body: [UInt8]
  ) {
    self.generation = generation
    self.seq = seq
    self.identity = identity
    self.time = time
    self.header = header
    self.body = body
  }

  /// - Parameter payload: header and body as they lie in Redis.
  package init(
    generation: UInt32, seq: UInt64, identity: String, time: Int64, payload: UnsafeRawBufferPointer
  ) {
    let (header, body) = MessagePayload.decode(payload)
    self.init(generation: generation, seq: seq, identity: identity, time: time, header: header, body: body)
  }

  /// The message without its text and its data.
  package var erased: StoredMessage {
    var body = body
    MessageBody.erase(&body)
    return StoredMessage(
      generation: generation, seq: seq, identity: identity, time: time, header: header, body: body)
  }
}

/// A message as it is broadcast.
package struct BroadcastMessage: Equatable, Sendable {
  package let epoch: String
  package let stored: StoredMessage

  package init(epoch: String, stored: StoredMessage) {
    self.epoch = epoch
    self.stored = stored
  }
}
