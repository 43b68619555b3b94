import ChatProtocol
import JSON

/// One object from the server, read. What is unknown, or lacks what its type needs, is `.unknown` and ignored: a newer
/// server may say more than this client knows.
enum ServerEvent {
  case welcome(Welcome)
  case joined(JoinReply)
  /// The answer to `leave`.
  case left(id: String?)
  /// The participant may not be there any more.
  case removed(room: String)
  case sent(SentMessage)
  case history(id: String?, PastMessages)
  case found(id: String?, SearchResults)
  case members(id: String?, MemberList)
  /// By a request, or by a room that a poll asked for.
  case failure(id: String?, room: String?, ServerRefusal)
  case message(RoomMessage, StoredEvent)
  case policy(RoomPolicyChange, StoredEvent)
  /// Something else that is stored in the room's order, such as an edit or a reaction.
  case change(StoredEvent)
  case presence(PresenceChange)
  case typing(room: String, User)
  case gap(Gap)
  case rewind(room: String, position: String)
  /// - Parameter window: milliseconds.
  case reconnect(window: Int)
  case maintenance(isOn: Bool, message: String)
  case direct(room: String, with: User)
  /// The answer to `read`, with its id, or what another of the user's connections has read.
  case read(id: String?, RoomReadMark)
  case marks(id: String?, [RoomReadMark])
  case mentions(id: String?, [RoomMention])
  case invited(id: String?, RoomInvitation)
  case device(id: String?, SignInCode)
  case devices(id: String?, [SignedInDevice])
  /// The answer to `revoke`.
  case revoked(id: String?, count: Int)
  /// Another device has come in by a code.
  case deviceAdded(id: String, time: Int64)
  /// The answer to `report` or `resolve`.
  case moderated(id: String?)
  case reports(id: String?, [RoomReport])
  /// Somebody has reported a message, to those who lead the room.
  case report(RoomReport)
  /// Somebody has resolved what was reported of a message, to the same.
  case resolved(room: String, position: String)
  /// The session ends soon.
  case expiring
  case renewed(id: String?)
  case unknown

  struct Welcome {
    let user: User
    /// The token of a session that was made for this hello.
    let session: String?
    let instance: String
    let version: String
    /// Milliseconds.
    let pingInterval: Int
  }

  struct JoinReply {
    let id: String?
    let room: String
    let seq: UInt64
    let position: String
    let isRecovered: Bool
    /// Messages and changes that follow.
    let missed: UInt64
    let hasMore: Bool
    let count: Int
    let with: User?
  }
}

extension ServerEvent {
  init(_ object: JSONObject) {
    self = Self.read(ServerObject(object)) ?? .unknown
  }

  private static func read(_ object: ServerObject) -> ServerEvent? {
    switch object.text("type") {
    case "message":
      guard let message = object.message, let stored = object.storedEvent else { return nil }
      return .message(message, stored)
    case "sent": return sent(object)
    case "joined": return joined(object)
    case "presence": return presence(object)
    case "typing": return about(object, "user") { .typing(room: $0, $1) }
    case "welcome": return welcome(object)
    case "left": return left(object)
    case "history": return history(object)
    case "found": return found(object)
    case "members":
      let list = MemberList(users: object.users("users"), count: object.count("count") ?? 0)
      return .members(id: object.text("id"), list)
    case "error": return failure(object)
    case "gap": return gap(object)
    case "rewind":
      guard let room = object.text("room"), let position = object.text("position") else { return nil }
      return .rewind(room: room, position: position)
    case "reconnect": return .reconnect(window: object.count("window") ?? 1_000)
    case "maintenance": return .maintenance(isOn: object.flag("on"), message: object.text("message") ?? "")
    case "expiring": return .expiring
    case "renewed": return .renewed(id: object.text("id"))
    case "read": return object.readMark.map { .read(id: object.text("id"), $0) }
    case "marks": return .marks(id: object.text("id"), object.readMarks("rooms"))
    case "mentions": return .mentions(id: object.text("id"), object.mentions("items"))
    case "invited": return object.invitation.map { .invited(id: object.text("id"), $0) }
    case "resolved" where object.text("id") == nil:
      guard let room = object.text("room"), let position = object.text("position") else { return nil }
      return .resolved(room: room, position: position)
    case "device": return object.signInCode.map { .device(id: object.text("id"), $0) }
    case "devices": return .devices(id: object.text("id"), object.devices("devices"))
    case "revoked": return .revoked(id: object.text("id"), count: object.count("ended") ?? 0)
    case "device_added":
      guard let id = object.text("device"), let time = object.integer("time") else { return nil }
      return .deviceAdded(id: id, time: time)
    case "reported", "resolved": return .moderated(id: object.text("id"))
    case "reports": return .reports(id: object.text("id"), object.reports("items", of: object.text("room") ?? ""))
    case "report": return object.report(in: object.text("room") ?? "").map { .report($0) }
    case "direct": return about(object, "with") { .direct(room: $0, with: $1) }
    default: return stored(object)
    }
  }

  /// Whatever has a place in a room's order.
  private static func stored(_ object: ServerObject) -> ServerEvent? {
    guard let stored = object.storedEvent else { return nil }
    return object.policyChange.map { .policy($0, stored) } ?? .change(stored)
  }

  private static func about(
    _ object: ServerObject, _ member: String, _ make: (String, User) -> ServerEvent
  ) -> ServerEvent? {
    guard let room = object.text("room"), let user = object.user(member) else { return nil }
    return make(room, user)
  }

  private static func welcome(_ object: ServerObject) -> ServerEvent? {
    guard let user = object.user("user") else { return nil }
    let server = object.object("server")
    return .welcome(
      Welcome(
        user: user, session: object.text("session"), instance: server?.text("instance") ?? "",
        version: server?.text("version") ?? "", pingInterval: object.count("pingInterval") ?? 25_000))
  }

  private static func joined(_ object: ServerObject) -> ServerEvent? {
    guard let room = object.text("room"), let seq = object.seq("seq"), let position = object.text("position") else {
      return nil
    }
    return .joined(
      JoinReply(
        id: object.text("id"), room: room, seq: seq, position: position, isRecovered: object.flag("recovered"),
        missed: (object.seq("missed") ?? 0) + (object.seq("changes") ?? 0), hasMore: object.flag("more"),
        count: object.count("count") ?? 0,
        with: object.user("with")))
  }

  private static func sent(_ object: ServerObject) -> ServerEvent? {
    guard let id = object.text("id"), let room = object.text("room"), let seq = object.seq("seq") else { return nil }
    return .sent(
      SentMessage(
        id: id, room: room, seq: seq, position: object.text("position") ?? "", time: object.integer("time") ?? 0,
        isDuplicate: object.flag("duplicate")))
  }

  private static func left(_ object: ServerObject) -> ServerEvent {
    guard object.text("reason") == "removed", let room = object.text("room") else {
      return .left(id: object.text("id"))
    }
    return .removed(room: room)
  }

  private static func presence(_ object: ServerObject) -> ServerEvent? {
    guard let room = object.text("room") else { return nil }
    return .presence(
      PresenceChange(
        room: room, user: object.user("user"), hasJoined: object.text("state") == "joined",
        count: object.count("count") ?? 0))
  }

  private static func history(_ object: ServerObject) -> ServerEvent? {
    guard let room = object.text("room") else { return nil }
    let past = PastMessages(
      room: room, messages: object.messages("messages"), events: object.storedEvents("messages"),
      hasMore: object.flag("more"))
    return .history(id: object.text("id"), past)
  }

  private static func found(_ object: ServerObject) -> ServerEvent? {
    guard let room = object.text("room") else { return nil }
    let results = SearchResults(
      room: room, events: object.storedEvents("messages"), looked: object.count("looked") ?? 0,
      time: object.integer("time"), before: object.text("before"))
    return .found(id: object.text("id"), results)
  }

  private static func gap(_ object: ServerObject) -> ServerEvent? {
    guard let room = object.text("room"), let after = object.seq("after"), let next = object.seq("seq") else {
      return nil
    }
    return .gap(Gap(room: room, after: after, next: next, reason: object.text("reason") ?? "unknown"))
  }

  private static func failure(_ object: ServerObject) -> ServerEvent? {
    .failure(id: object.text("id"), room: object.text("room"), ServerRefusal(object))
  }
}
