extension Hub {
  /// Stores what somebody says in a room: the one way in for clients and for webhooks.
  ///
  /// While the room is putting back what its store forgot, it waits, so that what came before stays before.
  /// - Parameters:
  ///   - text: checked by `MessageText`.
  ///   - id: 1–64 bytes; the same again by the same author within a day is stored once.
  func publish(
    _ text: String, by author: User, in room: RoomName, id: String,
    completion: @escaping (Result<Receipt, BrokerFailure>) -> Void
  ) {
    let publication = Publication(
      room: room, author: author.id, id: id, identity: entropy.word(6),
      body: MessageEvent.body(id: id, from: author, text: text), digest: MessageEvent.digest(of: text))
    let store = { self.broker.publish(publication, knowing: nil, completion: completion) }
    guard let followed = followedRoom(room), !followed.offers.isEmpty else { return store() }
    followed.afterRestoring(store)
  }
}
