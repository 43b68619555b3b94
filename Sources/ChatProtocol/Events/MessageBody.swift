import JSON

/// What an author says, as it is kept: a JSON object with those members of the event that are known before it is stored.
package enum MessageBody {
  /// Of a message: `{"id":…,"from":…,"reply":…,"text":…,"data":…}`. The data stands right behind the text, and no member
  /// that is called `text` before it: so both are found by whoever erases them, and the text by 0.7.0.
  package static func message(_ content: MessageContent, id: String, from user: User) -> [UInt8] {
    JSONWriter.object { writer in
      writer.member("id", id)
      writer.member("from", object: { $0.user(user) })
      if let reply = content.reply {
        writer.member(
          "reply",
          object: { object in
            object.member("seq", reply.seq)
            object.member("from", reply.author)
            object.member("id", reply.id)
          })
      }
      writer.member("text", content.text)
      if let data = content.data { writer.member("data", json: data.json) }
    }
  }

  /// The body of a message that calls everybody: with `everybody` before all else, where nobody looks for the text.
  package static func calling(_ everybody: Everybody, _ body: [UInt8]) -> [UInt8] {
    JSONWriter.object { writer in
      writer.member("everybody", everybody.rawValue)
      writer.members(ofObject: body)
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

  /// Of a change of the room's policy: `{"id":…,"from":…,"set":…,"user":…,"role":…}`.
  package static func policy(_ change: PolicyChange, id: String, from user: User) -> [UInt8] {
    JSONWriter.object { writer in
      writer.member("id", id)
      writer.member("from", object: { $0.user(user) })
      change.write(to: &writer)
    }
  }

  /// Of an event, to be stored again: all but what the store gave it.
  package static func body(of event: JSONObject) -> [UInt8] {
    let given: Set = ["type", "room", "seq", "position", "time"]
    return JSONWriter.object { writer in
      for member in event.members where !given.contains(member.name) { writer.member(named: member.name, member.value) }
    }
  }
}

extension MessageBody {
  /// What a message or an edit says; `nil` where there is no text, or an empty one.
  package static func text(of body: [UInt8]) -> String? {
    guard let text = (try? JSONParser.parseObject(body))?["text"]?.string, !text.isEmpty else { return nil }
    return text
  }
}
