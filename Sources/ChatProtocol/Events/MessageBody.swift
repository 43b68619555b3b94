import JSON

/// What an author says, as it is kept: a JSON object with those members of the event that are known before it is stored.
/// Here it is written, and here it loses its text again.
package enum MessageBody {
  /// Of a message: `{"id":…,"from":…,"text":…}`.
  package static func message(id: String, from user: User, text: String) -> [UInt8] {
    JSONWriter.object { writer in
      writer.member("id", id)
      writer.member("from", object: { $0.user(user) })
      writer.member("text", text)
    }
  }

  /// Of a change: `{"id":…,"from":…,"of":…,"target":{"from":…,"id":…},"text":…}`, or what the change has instead of a
  /// text.
  package static func change(_ change: Change, of target: MessageTarget, id: String, from user: User) -> [UInt8] {
    JSONWriter.object { writer in
      writer.member("id", id)
      writer.member("from", object: { $0.user(user) })
      writer.member("of", target.seq)
      writer.member(
        "target",
        object: { object in
          object.member("from", target.author)
          object.member("id", target.id)
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

  /// Of an event, to be stored again: all but what the store gave it.
  package static func body(of event: JSONObject) -> [UInt8] {
    let given: Set = ["type", "room", "seq", "position", "time"]
    return JSONWriter.object { writer in
      for member in event.members where !given.contains(member.name) { writer.member(named: member.name, member.value) }
    }
  }

  // MARK: - Erasing

  private static let textName = Array("\"text\":\"".utf8)

  /// Takes the text out of a body, or of an event with it, when the message was deleted: it is empty then, and blanks take
  /// its place, so that nothing that counted its bytes has to be counted again. No message is sent with an empty text, so
  /// that an empty one always means a deleted one. Quotes within strings are escaped, so that the name is found nowhere
  /// else.
  package static func erase(_ json: inout [UInt8]) {
    guard let start = json.firstRange(of: textName)?.upperBound else { return }
    var end = start
    while end < json.count, json[end] != UInt8(ascii: "\"") { end += json[end] == UInt8(ascii: "\\") ? 2 : 1 }
    guard end < json.count, end > start else { return }
    json[start] = UInt8(ascii: "\"")
    for index in (start + 1)..<(end + 1) { json[index] = UInt8(ascii: " ") }
  }
}
