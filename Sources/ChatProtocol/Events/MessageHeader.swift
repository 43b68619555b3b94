import JSON

/// What is known of a message without reading what it says.
package struct MessageHeader: Equatable, Sendable {
  package let kind: MessageKind
  package let author: User.ID
  /// The request's: by it and its author a message keeps its name, wherever it lies.
  package let id: String
  /// What a change changes; `nil` for a message.
  package let target: MessageTarget?

  package init(_ kind: MessageKind = .message, author: User.ID, id: String, target: MessageTarget? = nil) {
    self.kind = kind
    self.author = author
    self.id = id
    self.target = target
  }

  /// From the members of an event, or of a body that came without a header.
  package init(_ kind: MessageKind, members: JSONObject) {
    self.init(
      kind, author: members["from"]?.object?["id"]?.string ?? "", id: members["id"]?.string ?? "",
      target: MessageTarget(members: members))
  }

  /// Stands for the message that this is, or that it changes: equal for both, in this process, and not to be guessed.
  package var subject: Int {
    var hasher = Hasher()
    hasher.combine(target?.author ?? author)
    // By its bytes: ids may be equal as texts and yet be two.
    var id = target?.id ?? self.id
    id.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    return hasher.finalize()
  }
}
