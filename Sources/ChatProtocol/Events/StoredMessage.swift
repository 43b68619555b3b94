/// A message as it is kept.
package struct StoredMessage: Equatable, Sendable {
  /// The generation in which it was stored.
  package let generation: UInt32
  package let seq: UInt64
  package let identity: String
  /// Milliseconds since 1970, by the store's clock.
  package let time: Int64
  /// The JSON object of `Publication.body`.
  package let body: [UInt8]

  package init(generation: UInt32, seq: UInt64, identity: String, time: Int64, body: [UInt8]) {
    self.generation = generation
    self.seq = seq
    self.identity = identity
    self.time = time
    self.body = body
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
