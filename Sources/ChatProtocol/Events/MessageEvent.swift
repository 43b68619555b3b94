import JSON

/// A room's message or change as the clients see it: the fields that the store gave it, then those that the author gave
/// it.
package enum MessageEvent {
  /// The whole object: `{"type":"message","room":…,"seq":…,"position":…,"time":…,"id":…,"from":…,"reply":…,"text":…,
  /// "data":…}`, reply and data where they are given.
  package static func json(_ message: StoredMessage, at position: Position, in room: RoomName) -> [UInt8] {
    var writer = JSONWriter(reservingCapacity: message.body.count + 160)
    writer.object { writer in
      writer.member("type", message.header.kind.rawValue)
      writer.member("room", room.text)
      writer.member("seq", message.seq)
      writer.member("position", position.text)
      writer.member("time", message.time)
      writer.members(ofObject: message.body)
    }
    return writer.bytes
  }
}
