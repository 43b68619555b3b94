import ChatProtocol

/// Stores messages of one room one behind the other, and broadcasts them: each as by `Publish`, and none of another's between
/// them where the store can do it at once.
///
/// Each is answered by itself, in their order: where one is refused, those behind it may be stored.
package struct PublishSeveral: BrokerCall {
  package let room: RoomName
  /// All of that room.
  package let publications: [Publication]
  /// As for `Publish`.
  package let known: Position?
  package let judgement: Judgement?

  package init(
    _ publications: [Publication], in room: RoomName, expecting known: Position? = nil,
    judgedBy judgement: Judgement? = nil
  ) {
    self.room = room
    self.publications = publications
    self.known = known
    self.judgement = judgement
  }

  package typealias Reply = [Result<Receipt, BrokerFailure>]

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }

  /// The same of those behind the first ones.
  package func dropFirst(_ count: Int) -> PublishSeveral {
    PublishSeveral(Array(publications.dropFirst(count)), in: room, expecting: known, judgedBy: judgement)
  }
}

extension BrokerBackend {
  /// Each by itself, in their order.
  package func run(_ call: PublishSeveral, reply: @escaping PublishSeveral.Completion) {
    runEach(of: call, reply: reply)
  }

  package func runEach(of call: PublishSeveral, reply: @escaping PublishSeveral.Completion) {
    guard !call.publications.isEmpty else { return reply(.success([])) }
    let unknown: Result<Receipt, BrokerFailure> = .failure(.unavailable(reason: "it was not asked"))
    var (results, left) = (call.publications.map { _ in unknown }, call.publications.count)
    for (index, publication) in call.publications.enumerated() {
      run(Publish(publication, expecting: call.known, judgedBy: call.judgement)) { result in
        results[index] = result
        left -= 1
        if left == 0 { reply(.success(results)) }
      }
    }
  }
}
