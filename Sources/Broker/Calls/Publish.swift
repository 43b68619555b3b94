import ChatProtocol

/// Stores a message and broadcasts it.
///
/// If what is known of the room is not so, the answer is `.stale`, unless the message had been stored before. If it was
/// judged by another policy than the room has, it is `.otherPolicy`, with the same exception: so nothing is stored that the
/// policy at its place forbids. A change of the policy takes effect in the same step that stores it.
package struct Publish: BrokerCall {
  package let publication: Publication
  /// Its epoch, its generation, and a seq that it has reached; `nil` to store the message in any case.
  package let known: Position?
  /// By which policy it may be stored; `nil` to store it under any: what is put back had its place already.
  package let judgement: Judgement?

  package init(_ publication: Publication, expecting known: Position? = nil, judgedBy judgement: Judgement? = nil) {
    self.publication = publication
    self.known = known
    self.judgement = judgement
  }

  package typealias Reply = Receipt

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
