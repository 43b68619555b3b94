import ChatProtocol
import JSON

/// The members of an object from the server, each read as what it should be; `nil` when it is not.
struct ServerObject {
  private let json: JSONObject

  init(_ json: JSONObject) { self.json = json }

  func text(_ name: String) -> String? { json[name]?.string }
  func integer(_ name: String) -> Int64? { json[name]?.integer }
  func flag(_ name: String) -> Bool { json[name]?.bool ?? false }
  func object(_ name: String) -> ServerObject? { json[name]?.object.map { ServerObject($0) } }

  /// A number that is not negative and fits 32 bits.
  func count(_ name: String) -> Int? {
    guard let value = integer(name), (0...Int64(Int32.max)).contains(value) else { return nil }
    return Int(value)
  }

  /// A place in a room's order.
  func seq(_ name: String) -> UInt64? {
    guard let value = integer(name), let seq = UInt64(exactly: value), seq < Position.greatestSeq else { return nil }
    return seq
  }

  func user(_ name: String) -> User? { object(name)?.user }

  func users(_ name: String) -> [User] { list(name).compactMap(\.user) }

  func messages(_ name: String) -> [RoomMessage] { list(name).compactMap(\.message) }

  func storedEvents(_ name: String) -> [StoredEvent] { list(name).compactMap(\.storedEvent) }

  func readMarks(_ name: String) -> [RoomReadMark] { list(name).compactMap(\.readMark) }

  func mentions(_ name: String) -> [RoomMention] { list(name).compactMap(\.mention) }

  func devices(_ name: String) -> [SignedInDevice] { list(name).compactMap(SignedInDevice.init) }

  func reports(_ name: String, of room: String) -> [RoomReport] { list(name).compactMap { $0.report(in: room) } }

  func report(in room: String) -> RoomReport? {
    guard let position = text("position"), let seq = seq("seq"), let user = object("user"), let id = user.text("id")
    else { return nil }
    return RoomReport(
      room: room, position: position, seq: seq, time: integer("time") ?? 0, user: id, name: user.text("name") ?? "",
      reason: text("reason") ?? "")
  }

  var invitation: RoomInvitation? {
    guard let room = text("room"), let word = text("invitation"), let until = integer("until") else { return nil }
    return RoomInvitation(room: room, word: word, until: until)
  }

  var signInCode: SignInCode? {
    guard let code = text("code"), let within = integer("within") else { return nil }
    return SignInCode(code: code, within: within)
  }

  private func list(_ name: String) -> [ServerObject] {
    (json[name]?.array ?? []).compactMap { $0.object.map { ServerObject($0) } }
  }

  var user: User? {
    guard let id = text("id"), let name = text("name") else { return nil }
    return User(id: id, name: name, kind: text("kind").flatMap { User.Kind(rawValue: $0) } ?? .user)
  }

  var readMark: RoomReadMark? {
    guard let room = text("room"), let position = text("position") else { return nil }
    return RoomReadMark(room: room, position: position, time: integer("time") ?? 0, isBefore: flag("back"))
  }

  var mention: RoomMention? {
    guard let room = text("room"), let position = text("position"), let seq = seq("seq") else { return nil }
    return RoomMention(room: room, position: position, seq: seq, time: integer("time") ?? 0)
  }

  var message: RoomMessage? {
    guard text("type") == "message", let room = text("room"), let seq = seq("seq"), let position = text("position"),
      let id = text("id"),
      let from = user("from"), let text = text("text")
    else { return nil }
    return RoomMessage(
      room: room, seq: seq, position: position, time: integer("time") ?? 0, id: id, from: from, text: text,
      reply: MessageTarget(reply: json["reply"]), data: text.isEmpty ? nil : json["data"]?.object,
      everybody: text.isEmpty ? nil : self.text("everybody").flatMap { Everybody(rawValue: $0) })
  }

  var policyChange: RoomPolicyChange? {
    guard text("type") == "policy", let room = text("room"), let seq = seq("seq"), let position = text("position"),
      let id = text("id"), let from = user("from")
    else { return nil }
    return RoomPolicyChange(
      room: room, seq: seq, position: position, time: integer("time") ?? 0, id: id, from: from,
      change: PolicyChange(members: json))
  }

  /// Whatever is stored in a room's order has a place there and an author.
  var storedEvent: StoredEvent? {
    guard let room = text("room"), let seq = seq("seq"), let position = text("position"), user("from") != nil else {
      return nil
    }
    return StoredEvent(room: room, seq: seq, position: position, object: json)
  }
}
