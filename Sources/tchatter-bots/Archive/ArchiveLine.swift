import Base
import ChatClient
import ChatProtocol
import JSON

/// A line of a room's archive: one JSON object of the protocol, as a client that follows the room is told it.
///
///     {"type":"message","room":"lobby","seq":7,"position":"…","time":…,"id":"…","from":{…},"text":"…"}
///     {"type":"gap","room":"lobby","after":7,"seq":12,"reason":"trimmed"}
///     {"type":"rewind","room":"lobby","position":"…"}
///
/// After a `rewind` what lies behind its position does not count any more: what of it was put back follows again.
enum ArchiveLine: Equatable {
  /// A message, or a change of one, with its place.
  case event(Position, name: EventName)
  /// What lay between the seqs `after` and `next` could not be had.
  case gap(after: UInt64, next: UInt64, reason: String)
  case rewind(to: Position)

  /// By what a message or a change is known, wherever it lies.
  struct EventName: Hashable {
    let author: String
    let id: String
    let isMessage: Bool
  }

  /// - Throws: the end of a sentence about the line.
  init(_ json: ArraySlice<UInt8>) throws(Mistake) {
    let object: JSONObject
    do { object = try JSONParser.parseObject(Array(json)) } catch {
      throw Mistake(reason: "is no JSON object: \(error.reason)")
    }
    guard let line = Self.read(object) else { throw Mistake(reason: "is nothing that an archive holds") }
    self = line
  }

  /// - Returns: `nil` for what is nothing that an archive holds.
  init?(_ object: JSONObject) {
    guard let line = Self.read(object) else { return nil }
    self = line
  }

  struct Mistake: Error, Equatable { let reason: String }

  private static func read(_ object: JSONObject) -> ArchiveLine? {
    let position = object["position"]?.string.flatMap { Position($0) }
    switch object["type"]?.string {
    case "gap":
      guard let after = seq(object["after"]), let next = seq(object["seq"]) else { return nil }
      return .gap(after: after, next: next, reason: object["reason"]?.string ?? "unknown")
    case "rewind": return position.map { .rewind(to: $0) }
    case let type?:
      guard let position, seq(object["seq"]) == position.seq, let id = object["id"]?.string,
        let author = object["from"]?.object?["id"]?.string
      else { return nil }
      return .event(position, name: EventName(author: author, id: id, isMessage: type == "message"))
    case nil: return nil
    }
  }

  private static func seq(_ value: JSONValue?) -> UInt64? { value?.integer.flatMap { UInt64(exactly: $0) } }

  // MARK: - Writing

  static func bytes(of event: StoredEvent) -> [UInt8] {
    line { writer in for member in event.object.members { writer.member(named: member.name, member.value) } }
  }

  static func bytes(of gap: Gap) -> [UInt8] {
    line { writer in
      writer.member("type", "gap")
      writer.member("room", gap.room)
      writer.member("after", gap.after)
      writer.member("seq", gap.next)
      writer.member("reason", gap.reason)
    }
  }

  static func bytesOfRewind(of room: String, to position: String) -> [UInt8] {
    line { writer in
      writer.member("type", "rewind")
      writer.member("room", room)
      writer.member("position", position)
    }
  }

  private static func line(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
    JSONWriter.object(write) + [UInt8(ascii: "\n")]
  }
}
