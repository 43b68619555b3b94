import ChatProtocol

/// Follows a room; answered once the subscription stands.
///
/// A subscription survives the loss of the connection; asking again for a room that is followed is harmless.
/// `Broker.unsubscribe` ends it.
package struct Subscribe: BrokerCall {
  package let room: RoomName

  package init(to room: RoomName) {
    self.room = room
  }

  package typealias Reply = Void

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
