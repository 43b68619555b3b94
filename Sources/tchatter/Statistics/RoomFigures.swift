import JSON

/// What a room had at a moment.
struct RoomFigures: Equatable {
  let room: String
  let epoch: String
  /// Of the newest message.
  let seq: Int64
  let identity: String
  /// How many messages are kept.
  let stored: Int64
  /// Of how many of them the text was taken out.
  let erased: Int64
  /// The policy's version; empty if there is none.
  let policy: String
  let bytes: Int64
  /// When its messages expire: milliseconds since 1970; 0 when there are none.
  let ends: Int64
  /// When the oldest of them is due to go by its age, the same way.
  let due: Int64

  /// Reads what an instance told, or `write` wrote.
  init?(_ object: JSONObject) {
    guard let room = object["room"]?.string, let epoch = object["epoch"]?.string, let seq = object["seq"]?.integer,
      let identity = object["identity"]?.string, let stored = object["stored"]?.integer
    else { return nil }
    (self.room, self.epoch, self.seq, self.identity, self.stored) = (room, epoch, seq, identity, stored)
    erased = object["erased"]?.integer ?? 0
    policy = object["policy"]?.string ?? ""
    bytes = object["bytes"]?.integer ?? 0
    ends = object["ends"]?.integer ?? 0
    due = object["due"]?.integer ?? 0
  }

  func write(to writer: inout JSONWriter) {
    writer.member("room", room)
    writer.member("epoch", epoch)
    writer.member("seq", seq)
    writer.member("identity", identity)
    writer.member("stored", stored)
    writer.member("erased", erased)
    writer.member("policy", policy)
    writer.member("bytes", bytes)
    writer.member("ends", ends)
    writer.member("due", due)
  }

  /// What must not change by itself, in a line.
  var line: String { "room \(room) \(epoch) \(seq) \(identity) \(stored) \(erased) \(policy)" }
}
