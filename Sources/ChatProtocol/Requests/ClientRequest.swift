import JSON

/// What a client asks for: one of the protocol's request objects, its fields checked for type and size. Unknown fields
/// are ignored, so that two versions can run side by side.
package struct ClientRequest: Equatable, Sendable {
  /// The longest `id`, in bytes.
  package static let maximumIDLength = 64

  /// The types of requests, as clients name them.
  package enum Kind: String, CaseIterable, Sendable {
    case hello, renew, device, devices, revoke, join, leave, send, edit, delete, react, govern, invite, report, reports,
      resolve, history, search, members, rooms, read, marks, mentions, typing, ping
  }

  package enum Action: Equatable, Sendable {
    /// - kind: what a session made for `name` is marked as; a program says so itself.
    /// - secret: by which the same hello is known again when its answer was lost.
    /// - token: what an application's backend has signed.
    /// - code: which a guest was told on another device.
    case hello(
      version: Int, session: String?, name: String?, kind: User.Kind, secret: String?, token: String? = nil,
      code: String? = nil)
    case renew(token: String)
    case device
    case devices
    /// - device: which of one's sessions ends; `nil`: all but this one.
    case revoke(device: DeviceID?)
    /// - invitation: which makes a member of who is not let in.
    case join(room: String, after: Position?, limit: Int?, invitation: String? = nil)
    case leave(room: String)
    case send(room: String, text: String, reply: MessageReference? = nil, data: MessageData? = nil)
    case change(Change, of: MessageReference, room: String)
    case govern(Governing, room: String)
    /// - until: milliseconds since 1970.
    /// - renews: whether all earlier ones are void from then on.
    case invite(room: String, until: Int64?, renews: Bool)
    case report(room: String, position: Position, reason: String)
    case reports(room: String)
    case resolve(room: String, position: Position)
    case history(room: String, range: HistoryRange, limit: Int?)
    /// - before: the seq before which it is looked.
    case search(room: String, text: String, before: UInt64, limit: Int?)
    /// - withRoles: whether to tell who has which role, too.
    case members(room: String, withRoles: Bool)
    case rooms(from: Int, limit: Int?)
    /// - isBack: whether what lies at the position is the first that is to be read again.
    case read(room: String, position: Position, isBack: Bool)
    case marks
    case mentions
    case typing(room: String)
    case ping
  }

  /// Chosen by the client; the reply carries it.
  package let id: String?
  package let kind: Kind
  package let action: Action

  /// Reads a request. Half an emoji, as a program leaves that cuts texts by UTF-16, reads as U+FFFD: refused, it would
  /// have no id to be refused by, and be sent for ever.
  /// - Throws: a `bad_request` with the id, if one could be read, so that the client can tell which it was.
  package init(_ json: UnsafeRawBufferPointer) throws(Malformed) {
    let object: JSONObject
    do { object = try JSONParser.parseObject(json, taking: .loneSurrogates) } catch {
      throw Malformed(id: nil, message: "Not a request: \(error.reason).")
    }
    try self.init(object)
  }

  /// Reads a request from its object.
  package init(_ object: JSONObject) throws(Malformed) {
    let fields = try Fields(object)
    id = fields.id
    kind = try fields.kind()
    action = try fields.action(of: kind)
  }

  /// A request that could not be understood.
  package struct Malformed: Error, Equatable, Sendable {
    package let id: String?
    package let message: String

    package var refusal: Refusal { Refusal(.badRequest, message) }
  }
}

/// The fields of a request's object, each read with its type.
private struct Fields {
  typealias Malformed = ClientRequest.Malformed
  let object: JSONObject
  let id: String?

  init(_ object: JSONObject) throws(Malformed) {
    self.object = object
    switch object["id"] {
    case nil, .null: id = nil
    case .string(let id) where (1...ClientRequest.maximumIDLength).contains(id.utf8.count): self.id = id
    default: throw Malformed(id: nil, message: "The id is a string of 1 to 64 bytes.")
    }
  }

  func kind() throws(Malformed) -> ClientRequest.Kind {
    guard let kind = ClientRequest.Kind(rawValue: try text("type")) else {
      throw malformed("An unknown type of request.")
    }
    return kind
  }

  func action(of kind: ClientRequest.Kind) throws(Malformed) -> ClientRequest.Action {
    switch kind {
    case .hello:
      return .hello(
        version: try integer("version") ?? 1, session: try optionalText("session"), name: try optionalText("name"),
        kind: try userKind(), secret: try optionalText("secret"), token: try optionalText("token"),
        code: try optionalText("code"))
    case .renew: return .renew(token: try text("token"))
    case .device: return .device
    case .devices: return .devices
    case .revoke: return try revoke()
    case .join:
      return .join(
        room: try text("room"), after: try position("after"), limit: try integer("limit"),
        invitation: try optionalText("invitation"))
    case .leave: return .leave(room: try text("room"))
    case .send:
      try needID()
      return .send(
        room: try text("room"), text: try text("text"), reply: try reference("reply"), data: try data())
    case .edit: return try change(.edit(text: try text("text")))
    case .delete: return try change(.delete)
    case .react:
      return try change(.react(reaction: ReactionText.asEmoji(try text("reaction")), isOn: try flag("on") ?? true))
    case .govern: return try govern()
    case .invite:
      return .invite(room: try text("room"), until: try time("until"), renews: try flag("renew") ?? false)
    case .report:
      return .report(
        room: try text("room"), position: try neededPosition(), reason: try optionalText("reason") ?? "")
    case .reports: return .reports(room: try text("room"))
    case .resolve: return .resolve(room: try text("room"), position: try neededPosition())
    case .history:
      return .history(room: try text("room"), range: try range(), limit: try integer("limit"))
    case .search:
      return .search(
        room: try text("room"), text: try text("text"), before: try place("before") ?? Position.greatestSeq,
        limit: try integer("limit"))
    case .members: return .members(room: try text("room"), withRoles: try flag("roles") ?? false)
    case .rooms: return .rooms(from: try integer("from") ?? 0, limit: try integer("limit"))
    case .read:
      return .read(room: try text("room"), position: try neededPosition(), isBack: try flag("back") ?? false)
    case .marks: return .marks
    case .mentions: return .mentions
    case .typing: return .typing(room: try text("room"))
    case .ping: return .ping
    }
  }

  private func revoke() throws(Malformed) -> ClientRequest.Action {
    let (device, others) = (try optionalText("device"), try flag("others") ?? false)
    guard others != (device != nil) else { throw malformed("A revoke has a device, or others: true.") }
    guard let device else { return .revoke(device: nil) }
    guard let device = DeviceID(device) else { throw malformed("A device is 16 characters of 0-9 and a-f.") }
    return .revoke(device: device)
  }

  private func needID() throws(Malformed) {
    guard id != nil else { throw malformed("A message needs an id, so that it can be sent again safely.") }
  }

  private func change(_ change: Change) throws(Malformed) -> ClientRequest.Action {
    try needID()
    guard let message = try reference("seq") else { throw malformed("The field seq is missing.") }
    return .change(change, of: message, room: try text("room"))
  }

  private func data() throws(Malformed) -> MessageData? {
    switch object["data"] {
    case nil, .null: return nil
    case .object(let data): return MessageData(data)
    default: throw malformed("The field data is an object.")
    }
  }

  private func govern() throws(Malformed) -> ClientRequest.Action {
    try needID()
    let governing: Governing
    do { governing = try Governing(object) } catch { throw malformed(error.message) }
    return .govern(governing, room: try text("room"))
  }

  private func flag(_ name: StaticString) throws(Malformed) -> Bool? {
    switch object[name.description] {
    case nil, .null: return nil
    case .bool(let flag): return flag
    default: throw malformed("The field \(name) is true or false.")
    }
  }

  private func text(_ name: StaticString) throws(Malformed) -> String {
    guard let text = try optionalText(name) else { throw malformed("The field \(name) is missing.") }
    return text
  }

  private func optionalText(_ name: StaticString) throws(Malformed) -> String? {
    switch object[name.description] {
    case nil, .null: return nil
    case .string(let text): return text
    default: throw malformed("The field \(name) is a string.")
    }
  }

  /// A kind that is not known (yet) counts as a person: nothing depends on it but how the name is shown.
  private func userKind() throws(Malformed) -> User.Kind {
    try optionalText("kind").flatMap { User.Kind(rawValue: $0) } ?? .user
  }

  private func integer(_ name: StaticString) throws(Malformed) -> Int? {
    switch object[name.description] {
    case nil, .null: return nil
    case .integer(let value) where (0...Int64(Int32.max)).contains(value): return Int(value)
    default: throw malformed("The field \(name) is a whole number, not negative.")
    }
  }

  /// Milliseconds since 1970.
  private func time(_ name: StaticString) throws(Malformed) -> Int64? {
    switch object[name.description] {
    case nil, .null: return nil
    case .integer(let value) where (0...Int64(Position.greatestSeq)).contains(value): return value
    default: throw malformed("The field \(name) is a whole number, not negative.")
    }
  }

  private func neededPosition() throws(Malformed) -> Position {
    guard let position = try position("position") else { throw malformed("The field position is missing.") }
    return position
  }

  private func position(_ name: StaticString) throws(Malformed) -> Position? {
    guard let text = try optionalText(name) else { return nil }
    guard let position = Position(text) else { throw malformed("The field \(name) is not a position.") }
    return position
  }

  /// `before` or `after`, each a message's seq or its position; neither means: before the end.
  private func range() throws(Malformed) -> HistoryRange {
    if let seq = try place("before") { return .before(seq: seq) }
    if let seq = try place("after") { return .after(seq: seq) }
    return .before(seq: Position.greatestSeq)
  }

  /// Which message is meant. A position says more than a seq: which history it belongs to.
  private func reference(_ name: StaticString) throws(Malformed) -> MessageReference? {
    guard let seq = try place(name) else { return nil }
    let position = if case .string = object[name.description] { try position(name) } else { nil as Position? }
    return MessageReference(seq: seq, position: position)
  }

  private func place(_ name: StaticString) throws(Malformed) -> UInt64? {
    switch object[name.description] {
    case nil, .null: return nil
    case .integer(let seq):
      guard let seq = UInt64(exactly: seq), seq <= Position.greatestSeq else {
        throw malformed("The field \(name) is a seq or a position.")
      }
      return seq
    default: return try position(name)?.seq
    }
  }

  private func malformed(_ message: String) -> Malformed { Malformed(id: id, message: message) }
}
