import JSON

/// The body of a long-poll: where the client stands in each of its rooms, and what it asks for besides.
///
/// `{session?, rooms: {room: position or null}, wait?, requests?: [request…]}`
package struct PollRequest: Sendable {
  /// The longest wait, in milliseconds: below what proxies take for a dead connection.
  package static let longestWait = 25_000
  /// How many requests one call may carry.
  package static let maximumRequests = 64
  /// How many rooms: more than anybody can be in.
  package static let maximumRooms = 1_000

  /// Instead of the cookie or the `Authorization` field.
  package let session: String?
  /// The newest position of each room; `nil` for a room that is joined for the first time.
  package let rooms: [(name: String, after: Position?)]
  /// Milliseconds.
  package let wait: Int
  package let requests: [JSONObject]

  /// Half an emoji reads as U+FFFD, as in `ClientRequest`: the other requests beside it are good.
  /// - Throws: a `bad_request` that says what is wrong.
  package init(_ json: [UInt8]) throws(Refusal) {
    let object: JSONObject
    do { object = try JSONParser.parseObject(json, taking: .loneSurrogates) } catch {
      throw Refusal(.badRequest, "Not a poll: \(error.reason).")
    }
    session = object["session"]?.string
    wait = try Self.wait(object["wait"])
    rooms = try Self.rooms(object["rooms"])
    requests = try Self.requests(object["requests"])
  }

  private static func wait(_ value: JSONValue?) throws(Refusal) -> Int {
    guard let value else { return longestWait }
    guard let wait = value.integer, wait >= 0 else {
      throw Refusal(.badRequest, "The field wait is a number of milliseconds.")
    }
    return min(Int(clamping: wait), longestWait)
  }

  private static func rooms(_ value: JSONValue?) throws(Refusal) -> [(name: String, after: Position?)] {
    guard let value else { return [] }
    guard let object = value.object else {
      throw Refusal(.badRequest, "The field rooms is an object of rooms and positions.")
    }
    guard object.members.count <= maximumRooms else {
      throw Refusal(.badRequest, "The field rooms has at most \(maximumRooms) rooms.")
    }
    var rooms: [(name: String, after: Position?)] = []
    for member in object.members {
      switch member.value {
      case .null: rooms.append((member.name, nil))
      case .string(let text):
        guard let position = Position(text) else { throw Refusal(.badRequest, "A room's position is none.") }
        rooms.append((member.name, position))
      default: throw Refusal(.badRequest, "A room's position is a string or null.")
      }
    }
    return rooms
  }

  private static func requests(_ value: JSONValue?) throws(Refusal) -> [JSONObject] {
    guard let value else { return [] }
    let requests = value.array?.compactMap(\.object) ?? []
    guard let array = value.array, requests.count == array.count, array.count <= maximumRequests else {
      throw Refusal(.badRequest, "The field requests is a list of at most \(maximumRequests) requests.")
    }
    return requests
  }
}
