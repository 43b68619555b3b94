import ChatProtocol
import JSON

/// The protocol's requests, as JSON.
enum ClientObject {
  /// Of one request: bytes. The server ends the connection for a longer one.
  private static let maximumLength = 65_536

  /// - Parameter secret: by which it is known again when the answer to one like it was lost.
  static func hello(session: String?, name: String?, kind: User.Kind, secret: String) -> [UInt8] {
    request("hello", id: nil) { writer in
      writer.member("version", 1)
      if let session {
        writer.member("session", session)
      } else if let name {
        writer.member("name", name)
        writer.member("secret", secret)
        if kind != .user { writer.member("kind", kind.rawValue) }
      }
    }
  }

  /// By a token of an application's.
  static func hello(token: String) -> [UInt8] {
    request("hello", id: nil) { writer in
      writer.member("version", 1)
      writer.member("token", token)
    }
  }

  static func renew(_ token: String, id: String) -> [UInt8] {
    request("renew", id: id) { $0.member("token", token) }
  }

  static func join(
    _ room: String, id: String, after position: String?, limit: Int, invitation: String?
  ) -> [UInt8] {
    request("join", id: id) { writer in
      writer.member("room", room)
      if let invitation { writer.member("invitation", invitation) }
      if let position { writer.member("after", position) } else { writer.member("limit", limit) }
    }
  }

  /// - Parameter reply: the position of the message that it answers.
  static func send(_ text: String, reply: String?, data: MessageData?, to room: String, id: String) -> [UInt8] {
    request("send", id: id) { writer in
      writer.member("room", room)
      writer.member("text", text)
      if let reply { writer.member("reply", reply) }
      if let data { writer.member("data", json: data.json) }
    }
  }

  static func govern(_ room: String, _ governing: Governing, id: String) -> [UInt8] {
    request("govern", id: id) { writer in
      writer.member("room", room)
      if governing.settings != .init() || governing.pin != nil {
        writer.member("set", object: { $0.settings(governing.settings, governing.pin) })
      }
      if let user = governing.user {
        writer.member("user", user)
        writer.member("role", governing.role?.rawValue ?? "none")
      } else if let role = governing.role {
        // Of nobody: the server says what is wrong with it.
        writer.member("role", role.rawValue)
      }
      if governing.until != 0 { writer.member("until", governing.until) }
    }
  }

  static func invite(to room: String, until: Int64?, renews: Bool, id: String) -> [UInt8] {
    request("invite", id: id) { writer in
      writer.member("room", room)
      if let until { writer.member("until", until) }
      if renews { writer.member("renew", true) }
    }
  }

  static func device(id: String) -> [UInt8] { request("device", id: id) { _ in } }
  static func devices(id: String) -> [UInt8] { request("devices", id: id) { _ in } }

  /// - Parameter device: `nil` for all others.
  static func revoke(_ device: String?, id: String) -> [UInt8] {
    request("revoke", id: id) { writer in
      if let device { writer.member("device", device) } else { writer.member("others", true) }
    }
  }

  static func report(_ position: String, in room: String, for reason: String, id: String) -> [UInt8] {
    request("report", id: id) { writer in
      writer.member("room", room)
      writer.member("position", position)
      if !reason.isEmpty { writer.member("reason", reason) }
    }
  }

  static func resolve(_ position: String, in room: String, id: String) -> [UInt8] {
    request("resolve", id: id) { writer in
      writer.member("room", room)
      writer.member("position", position)
    }
  }

  /// The request that has `content` stored.
  static func store(_ content: Outbox.Content, in room: String, id: String) -> [UInt8] {
    switch content {
    case .message(let text, let reply, let data): send(text, reply: reply, data: data, to: room, id: id)
    case .policy(let governing): govern(room, governing, id: id)
    }
  }

  /// Whether it can be said in one request.
  static func fits(_ content: Outbox.Content, in room: String, id: String) -> Bool {
    // A byte takes six at most, as an escape.
    content.byteCount < maximumLength / 8 || store(content, in: room, id: id).count <= maximumLength
  }

  /// Which part of a room's past: seqs.
  enum Range { case latest, before(UInt64), after(UInt64) }

  static func history(of room: String, _ range: Range, limit: Int, id: String) -> [UInt8] {
    request("history", id: id) { writer in
      writer.member("room", room)
      switch range {
      case .latest: break
      case .before(let seq): writer.member("before", seq)
      case .after(let seq): writer.member("after", seq)
      }
      writer.member("limit", limit)
    }
  }

  /// - Parameter position: where a search before has ended.
  static func search(_ room: String, for text: String, before position: String?, limit: Int, id: String) -> [UInt8] {
    request("search", id: id) { writer in
      writer.member("room", room)
      writer.member("text", text)
      if let position { writer.member("before", position) }
      writer.member("limit", limit)
    }
  }

  static func read(_ room: String, at position: String, isBack: Bool, id: String) -> [UInt8] {
    request("read", id: id) { writer in
      writer.member("room", room)
      writer.member("position", position)
      if isBack { writer.member("back", true) }
    }
  }

  static func marks(id: String) -> [UInt8] { request("marks", id: id) { _ in } }
  static func mentions(id: String) -> [UInt8] { request("mentions", id: id) { _ in } }

  /// `leave`, `members`, `reports` or `typing`.
  static func about(_ room: String, _ type: StaticString, id: String?) -> [UInt8] {
    request(type, id: id) { $0.member("room", room) }
  }

  private static func request(_ type: StaticString, id: String?, _ write: (inout JSONWriter) -> Void) -> [UInt8] {
    JSONWriter.object { writer in
      writer.member("type", type.description)
      if let id { writer.member("id", id) }
      write(&writer)
    }
  }
}

extension JSONWriter {
  fileprivate mutating func settings(_ settings: PolicyChange.Settings, _ pinning: Governing.Pinning?) {
    if let mode = settings.mode { member("mode", mode.rawValue) }
    if let slow = settings.slow { member("slow", slow) }
    if let topic = settings.topic { member("topic", topic) }
    switch pinning {
    case .up(let message):
      if let position = message.position { member("pin", position.text) } else { member("pin", message.seq) }
    case .down: member("pin", "")
    case nil: break
    }
    if let retain = settings.retain { member("retain", retain) }
    if let everybody = settings.everybody { member("everybody", everybody.rawValue) }
  }
}
