/// A room's message as the clients see it: the fields that the store gave it, then those that the author gave it.
enum MessageEvent {
  /// The part that is known before the message is stored, as it is kept in the store: `{"id":…,"from":…,"text":…}`.
  static func body(id: String, from user: User, text: String) -> [UInt8] {
    JSONWriter.object { writer in
      writer.member("id", id)
      writer.member("from", object: { $0.user(user) })
      writer.member("text", text)
    }
  }

  /// The whole object: `{"type":"message","room":…,"seq":…,"position":…,"time":…,"id":…,"from":…,"text":…}`. A change's
  /// body brings its own type.
  static func json(_ message: StoredMessage, at position: Position, in room: RoomName) -> [UInt8] {
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
  static func isChange(_ json: UnsafeRawBufferPointer) -> Bool {
    json.count > ChangeEvent.typePrefix.count && json[ChangeEvent.typePrefix.count] != UInt8(ascii: "m")
  }

  /// The publication that a message event came from, so that it can be stored again. It keeps its identity, by which
  /// whoever knew it finds it in its new place.
  /// - Parameter oldest: an event from before this time (milliseconds since 1970) is left out.
  static func publication(_ event: [UInt8], in room: RoomName, oldest: Int64) -> Publication? {
    guard let object = try? JSONParser.parseObject(event), let id = object["id"]?.string,
      let author = object["from"]?.object?["id"]?.string, User.isID(author),
      let position = object["position"]?.string.flatMap({ Position($0) }),
      let time = object["time"]?.integer, time >= oldest, let type = object["type"]?.string,
      let body = body(of: event, type)
    else { return nil }
    let digest = type == "message" ? digest(of: object["text"]?.string ?? "") : ChangeEvent.digest(of: object)
    return Publication(
      room: room, author: author, id: id, identity: position.identity, body: body, digest: digest)
  }

  /// The author's part of an event, as it was stored: it begins with the id, which no member before it has in its name.
  private static func body(of event: [UInt8], _ type: String) -> [UInt8]? {
    let start = Array("\"id\":".utf8)
    guard let range = event.firstRange(of: start) else { return nil }
    let head = type == "message" ? "{" : "{\"type\":\"\(type)\","
    return Array(head.utf8) + event[range.lowerBound...]
  }

  /// A word that differs when the content does (FNV-1a), so that an id can't be used again for another message.
  static func digest(of text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
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
