import Base
import ChatClient
import ChatProtocol
import JSON

/// Something that has to reach the receiver: an event of the protocol, and the one id that it has however often it is sent.
struct OutgoingEvent: Equatable {
  /// `webhook-id`: visible ASCII without a dot, made of the event's place, so that whoever reads the room again makes the same.
  let id: String
  /// One JSON object, without a line's end.
  let body: [UInt8]

  init(id: String, body: [UInt8]) {
    self.id = id
    self.body = body
  }

  init(_ event: StoredEvent) {
    self.init(id: Self.id(event.room, event.position), body: Array(ArchiveLine.bytes(of: event).dropLast(1)))
  }

  /// - Parameter position: behind which it is told.
  init(_ gap: Gap, after position: String?) {
    let place = position.map { Self.word($0) } ?? "start"
    self.init(id: "\(gap.room)-gap-\(place)-\(gap.next)", body: Array(ArchiveLine.bytes(of: gap).dropLast(1)))
  }

  /// Somebody came or went. It has no place in the room: its id follows from its time.
  /// - Parameter time: milliseconds since 1970.
  init(_ change: RoomPeople.Change, room: String, time: Int64) {
    let body = JSONWriter.object { writer in
      writer.member("type", change.kind.rawValue)
      writer.member("room", room)
      writer.member("user", object: { $0.user(change.user) })
      writer.member("count", change.count)
      writer.member("time", time)
    }
    self.init(id: "\(room)-\(change.kind.rawValue)-\(change.user.id)-\(time)", body: body)
  }

  /// Somebody was mentioned who is away. The id follows from the first mention's place.
  /// - Parameter time: milliseconds since 1970.
  init(away user: User, room: String, mentions: [AwayMention], time: Int64) {
    let body = JSONWriter.object { writer in
      writer.member("type", "away")
      writer.member("room", room)
      writer.member("user", object: { $0.user(user) })
      writer.member("mentions", array: { array in for mention in mentions { array.object { mention.members(&$0) } } })
      writer.member("time", time)
    }
    self.init(id: "\(room)-away-\(user.id)-\(mentions.first.map { Self.word($0.position) } ?? "none")", body: body)
  }

  private static func id(_ room: String, _ position: String) -> String { "\(room)-\(word(position))" }

  /// A position is `epoch.generation.seq.identity`; of one that a newer server writes otherwise, what stands for it.
  private static func word(_ position: String) -> String {
    guard let place = Position(position) else { return Hex.encode(SHA256.hash(Array(position.utf8)).prefix(16)) }
    return "\(place.epoch)-\(place.generation)-\(place.seq)-\(place.identity)"
  }
}
