import JSON

/// A change as the clients see it, and as it is kept: like a message's, with its type and with what it changes.
///
/// `of` is the seq that the message had when it was changed. Its name, `target`, it keeps for good: a message that the
/// store lost and was given again has another seq.
package enum ChangeEvent {
  /// The part that is known before the change is stored:
  /// `{"type":"edit","id":…,"from":…,"of":…,"target":{"from":…,"id":…},"text":…}`.
  package static func body(id: String, from user: User, _ change: Change, of original: Original) -> [UInt8] {
    JSONWriter.object { writer in
      writer.member("type", change.type)
      writer.member("id", id)
      writer.member("from", object: { $0.user(user) })
      writer.member("of", original.position.seq)
      writer.member(
        "target",
        object: { target in
          target.member("from", original.author)
          target.member("id", original.id)
        })
      switch change {
      case .edit(let text): writer.member("text", text)
      case .delete: break
      case .react(let reaction, let isOn):
        writer.member("reaction", reaction)
        writer.member("on", isOn)
      }
    }
  }

  /// What tells a repeated request from another one with the same id.
  package static func digest(of change: Change, to seq: UInt64) -> String {
    switch change {
    case .edit(let text): digest("edit", Int64(clamping: seq), text, "", nil)
    case .delete: digest("delete", Int64(clamping: seq), "", "", nil)
    case .react(let reaction, let isOn): digest("reaction", Int64(clamping: seq), "", reaction, isOn)
    }
  }

  /// The same from the change's event, for whoever puts it back.
  package static func digest(of event: JSONObject) -> String {
    digest(
      event["type"]?.string ?? "", event["of"]?.integer ?? 0, event["text"]?.string ?? "",
      event["reaction"]?.string ?? "", event["on"]?.bool)
  }

  private static func digest(
    _ type: String, _ seq: Int64, _ text: String, _ reaction: String, _ isOn: Bool?
  ) -> String {
    MessageEvent.digest(of: "\(type) \(seq) \(reaction) \(isOn == false ? "off" : "on") \(text)")
  }

  /// The type of a stored body, if it is a change's: bodies of messages have none.
  package static func type(ofBody body: [UInt8]) -> ArraySlice<UInt8>? {
    guard body.starts(with: typePrefix), let end = body[typePrefix.count...].firstIndex(of: UInt8(ascii: "\"")),
      end + 2 < body.count, body[end + 1] == UInt8(ascii: ",")
    else { return nil }
    return body[typePrefix.count..<end]
  }

  static let typePrefix = Array("{\"type\":\"".utf8)
}

/// A stored message, as far as a change to it asks.
package struct Original {
  package let position: Position
  package let author: User.ID
  let id: String
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
}
