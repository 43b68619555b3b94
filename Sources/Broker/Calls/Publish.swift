import ChatProtocol

/// Stores a message and broadcasts it.
///
/// If what is known of the room is not so, the answer is `.stale`, unless the message had been stored before.
package struct Publish: BrokerCall {
  package let publication: Publication
  /// Its epoch, its generation, and a seq that it has reached; `nil` to store the message in any case.
  package let known: Position?

  package init(_ publication: Publication, expecting known: Position? = nil) {
    self.publication = publication
    self.known = known
  }

  package typealias Reply = Receipt

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
