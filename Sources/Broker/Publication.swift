import ChatProtocol

/// A message on its way into a room.
package struct Publication: Sendable {
  /// How long a request id is remembered: a day, longer than any client's outbox lives. Seconds.
  package static let idLifetime = 86_400
  /// The same while the store is filling up (`StoreSpace.isFilling`): ids of the last day can take as much of its memory as
  /// the messages do. Still longer than a client that has a network needs to ask again. Seconds.
  package static let shortIDLifetime = 3_600

  package let room: RoomName
  /// Its kind, author and id, and what it changes. The id is chosen by the client, 1–64 bytes of any content, and belongs
  /// to the author.
  package let header: MessageHeader
  /// Random, 1–16 bytes of `[a-z0-9]`, made anew for each publication, but for one that is stored again because the
  /// store had forgotten it.
  package let identity: String
  /// A JSON object with the message's fields that are known before it is stored.
  package let body: [UInt8]
  /// Tells whether a repeated id carries the same content: one or two words of 1–16 bytes of `[a-z0-9-]`, of which earlier
  /// versions keep the last one alone.
  package let digest: String
  /// Whom the message mentions, until it is stored.
  package let mentioned: Mentioned

  package init(
    room: RoomName, header: MessageHeader, identity: String, body: [UInt8], digest: String,
    mentioned: Mentioned = Mentioned()
  ) {
    self.room = room
    self.header = header
    self.identity = identity
    self.body = body
    self.digest = digest
    self.mentioned = mentioned
  }

  /// The same as it is stored where it may call everybody. The digest stays, for it may not when it is sent again.
  package var calling: Publication {
    guard let everybody = mentioned.everybody else { return self }
    let body = MessageBody.calling(everybody, body)
    return Publication(room: room, header: header, identity: identity, body: body, digest: digest)
  }

  package var author: User.ID { header.author }
  package var id: String { header.id }
  /// How it changes the room's policy, if it does.
  package var policyChange: PolicyChange? { header.kind == .policy ? PolicyChange(body: body) : nil }
}

/// Where a publication is stored.
package struct Receipt: Equatable, Sendable {
  package let position: Position
  /// When it was stored, by the store's clock: milliseconds since 1970.
  package let time: Int64
  /// Whether it had been stored by an earlier request with the same id.
  package let isDuplicate: Bool
  /// Whether as many replicas of the store have it as were asked for; never where none were.
  package let isDurable: Bool

  package init(position: Position, time: Int64, isDuplicate: Bool, isDurable: Bool = false) {
    self.position = position
    self.time = time
    self.isDuplicate = isDuplicate
    self.isDurable = isDurable
  }

  /// The same for who asks again.
  package var repeated: Receipt { Receipt(position: position, time: time, isDuplicate: true) }

  /// The same, once the replicas have it.
  package var durable: Receipt {
    Receipt(position: position, time: time, isDuplicate: isDuplicate, isDurable: true)
  }
}
