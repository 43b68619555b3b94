import JSON

/// A room's message as the clients see it: the fields that the store gave it, then those that the author gave it.
package enum MessageEvent {
  /// The part that is known before the message is stored, as it is kept in the store: `{"id":…,"from":…,"text":…}`.
  package static func body(id: String, from user: User, text: String) -> [UInt8] {
    JSONWriter.object { writer in
      writer.member("id", id)
      writer.member("from", object: { $0.user(user) })
      writer.member("text", text)
    }
  }

  /// The whole object: `{"type":"message","room":…,"seq":…,"position":…,"time":…,"id":…,"from":…,"text":…}`. A change's
  /// body brings its own type.
  package static func json(_ message: StoredMessage, at position: Position, in room: RoomName) -> [UInt8] {
    var writer = JSONWriter(reservingCapacity: message.body.count + 160)
    let type = ChangeEvent.type(ofBody: message.body)
    writer.object { writer in
      writer.member("type", type.map { String(decoding: $0, as: UTF8.self) } ?? "message")
      writer.member("room", room.text)
      writer.member("seq", message.seq)
      writer.member("position", position.text)
      writer.member("time", message.time)
      if let type {
        // Behind the quote and the comma that end the type.
        writer.raw(message.body[(type.endIndex + 2)...].dropLast())
      } else {
        writer.members(ofObject: message.body)
      }
    }
    return writer.bytes
  }

  /// Whether a whole object is a change rather than a message, by the first letter of its type.
  package static func isChange(_ json: UnsafeRawBufferPointer) -> Bool {
    json.count > ChangeEvent.typePrefix.count && json[ChangeEvent.typePrefix.count] != UInt8(ascii: "m")
  }

  /// A word that differs when the content does (FNV-1a), so that an id can't be used again for another message.
  package static func digest(of text: String) -> String {
    var text = text
    let hash = text.withUTF8 { $0.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } }
    return String(hash, radix: 36)
  }
}

extension JSONWriter {
  /// The members of a user's object.
  package mutating func user(_ user: User) {
    member("id", user.id)
    member("name", user.name)
    member("kind", user.kind.rawValue)
  }
}
