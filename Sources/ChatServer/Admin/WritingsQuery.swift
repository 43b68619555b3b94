import Chat
import ChatProtocol
import NetServer

/// Which messages and changes an operator's request is about: `room=R&user=ID&since=…&until=…`, times in milliseconds since
/// 1970, and after which seq it goes on, `after=SEQ`.
struct WritingsQuery {
  static let names: Set = ["room", "user", "since", "until", "after"]

  let room: RoomName
  let writings: Writings
  let after: UInt64
  private let query: QueryParameters

  init(_ exchange: Exchange, known: Set<String> = []) throws(Refusal) {
    query = try QueryParameters(exchange, known: Self.names.union(known))
    guard let room = RoomName(stored: query["room"] ?? "") else {
      throw Refusal(.badRequest, "room must be a room's name, as the statistics tell it.")
    }
    let user = query["user"]
    guard user.map({ User.isID($0) }) ?? true else { throw Refusal(.badRequest, "user must be a user's id.") }
    let since = try Self.number("since", in: query) ?? 0
    let until = try Self.number("until", in: query) ?? .max
    guard since <= until else { throw Refusal(.badRequest, "until must not be before since.") }
    self.room = room
    writings = Writings(of: user, within: since..<until)
    after = UInt64(try Self.number("after", in: query) ?? 0)
  }

  subscript(name: String) -> String? { query[name] }

  private static func number(_ name: String, in query: QueryParameters) throws(Refusal) -> Int64? {
    guard let text = query[name] else { return nil }
    guard let number = Int64(text), number >= 0 else { throw Refusal(.badRequest, "\(name) must be a number.") }
    return number
  }
}
