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

  /// The whole object: `{"type":"message","room":…,"seq":…,"position":…,"time":…,"id":…,"from":…,"text":…}`.
  static func json(_ message: StoredMessage, at position: Position, in room: RoomName) -> [UInt8] {
    var writer = JSONWriter(reservingCapacity: message.body.count + 160)
    writer.object { writer in
      writer.member("type", "message")
      writer.member("room", room.text)
      writer.member("seq", message.seq)
      writer.member("position", position.text)
      writer.member("time", message.time)
      writer.members(ofObject: message.body)
    }
    return writer.bytes
  }

  /// The publication that a message event came from, so that it can be stored again.
  /// - Parameter oldest: an event from before this time (milliseconds since 1970) is left out.
  static func publication(
    _ event: [UInt8], in room: RoomName, oldest: Int64, identity: String
  ) -> Publication? {
    guard let object = try? JSONParser.parseObject(event), let id = object["id"]?.string,
      let author = object["from"]?.object?["id"]?.string, User.isID(author),
      let time = object["time"]?.integer, time >= oldest, let body = body(of: event)
    else { return nil }
    return Publication(
      room: room, author: author, id: id, identity: identity, body: body,
      digest: digest(of: object["text"]?.string ?? ""))
  }

  /// The author's part of an event, as it was stored: it begins with the id, which no member before it has in its name.
  private static func body(of event: [UInt8]) -> [UInt8]? {
    let start = Array("\"id\":".utf8)
    guard let range = event.firstRange(of: start) else { return nil }
    return [UInt8(ascii: "{")] + event[range.lowerBound...]
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
