import ChatProtocol
import JSON

/// Where somebody was mentioned, or answered, in a room.
struct AwayMention: Equatable {
  let seq: UInt64
  let position: String
  /// When it was written, by the fleet's clock: milliseconds since 1970.
  let time: Int64
  let id: String
  let from: User
  /// When the relay heard of it, by its own clock.
  let heard: Int64

  init(seq: UInt64, position: String, time: Int64, id: String, from: User, heard: Int64) {
    self.seq = seq
    self.position = position
    self.time = time
    self.id = id
    self.from = from
    self.heard = heard
  }

  /// - Parameter message: an event of the protocol; `nil` for what is no message.
  init?(_ message: JSONObject, heard: Int64) {
    guard message["type"]?.string == "message", let seq = message["seq"]?.integer.flatMap({ UInt64(exactly: $0) }),
      let position = message["position"]?.string, let id = message["id"]?.string,
      let from = User(message["from"]?.object)
    else { return nil }
    self.init(
      seq: seq, position: position, time: message["time"]?.integer ?? 0, id: id, from: from, heard: heard)
  }

  /// As `members` writes it, and `heard`.
  init?(journal object: JSONObject) {
    guard let seq = object["seq"]?.integer.flatMap({ UInt64(exactly: $0) }), let id = object["id"]?.string,
      let position = object["position"]?.string, let time = object["time"]?.integer,
      let from = User(object["from"]?.object), let heard = object["heard"]?.integer
    else { return nil }
    self.init(seq: seq, position: position, time: time, id: id, from: from, heard: heard)
  }

  func members(_ writer: inout JSONWriter, isInJournal: Bool = false) {
    writer.member("seq", seq)
    writer.member("position", position)
    writer.member("time", time)
    writer.member("id", id)
    writer.member("from", object: { $0.user(from) })
    if isInJournal { writer.member("heard", heard) }
  }
}
