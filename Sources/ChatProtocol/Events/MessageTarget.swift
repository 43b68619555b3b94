import JSON

/// The message that a change changes, or that another one answers. Its name, author and id, it keeps for good; a message that
/// the store lost and was given again has another seq.
package struct MessageTarget: Equatable, Sendable {
  /// The seq that it had then.
  package let seq: UInt64
  package let author: User.ID
  package let id: String

  package init(seq: UInt64, author: User.ID, id: String) {
    self.seq = seq
    self.author = author
    self.id = id
  }

  /// From the members of a change's event or body.
  init?(members: JSONObject) {
    guard let seq = members["of"]?.integer.flatMap({ UInt64(exactly: $0) }), let target = members["target"]?.object,
      let author = target["from"]?.string, let id = target["id"]?.string
    else { return nil }
    self.init(seq: seq, author: author, id: id)
  }

  /// From the member `reply` of a message's event or body.
  package init?(reply: JSONValue?) {
    guard let reply = reply?.object, let seq = reply["seq"]?.integer.flatMap({ UInt64(exactly: $0) }),
      let author = reply["from"]?.string, let id = reply["id"]?.string
    else { return nil }
    self.init(seq: seq, author: author, id: id)
  }
}
