import JSON

/// What an author says, as it is kept: a JSON object with those members of the event that are known before it is stored.
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
