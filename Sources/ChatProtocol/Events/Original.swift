import JSON

/// A stored message, as far as a change to it or an answer asks.
package struct Original {
  package let position: Position
  package let author: User.ID
  package let id: String
  package let isDeleted: Bool

  /// From a message's event; `nil` for what is none, such as a change.
  package init?(event: some Collection<UInt8>) {
    guard let object = try? JSONParser.parseObject(Array(event)), object["type"]?.string == "message",
      let position = object["position"]?.string.flatMap({ Position($0) }), let id = object["id"]?.string,
      let author = object["from"]?.object?["id"]?.string, let text = object["text"]?.string
    else { return nil }
    self.position = position
    self.author = author
    self.id = id
    isDeleted = text.isEmpty
  }

  /// Whether it is the message that somebody means. A position means it wherever it lies: the store may have lost it and
  /// been given it again.
  package func isMeant(by message: MessageReference) -> Bool {
    guard let meant = message.position else { return message.seq == position.seq }
    return meant.identity == position.identity
  }

  /// What a change to it, or a message that answers it, refers to.
  package var target: MessageTarget { MessageTarget(seq: position.seq, author: author, id: id) }
}
