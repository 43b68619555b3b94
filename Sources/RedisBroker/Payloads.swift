import Base
import Broker
import ChatProtocol
import RedisClient

/// What travels on a room's channel: a tag, a line, and a JSON object.
enum RoomPayload {
  case message(BroadcastMessage)
  case ephemeral(Ephemeral)

  /// `nil` for what no version of the fleet known here writes.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard let tag = bytes.first else { return nil }
    var words = WordScanner(UnsafeRawBufferPointer(rebasing: bytes[1...]))
    switch tag {
    case UInt8(ascii: "m"):
      guard let message = BroadcastMessage(&words) else { return nil }
      self = .message(message)
    case Ephemeral.Kind.typing.rawValue, Ephemeral.Kind.presence.rawValue:
      guard let kind = Ephemeral.Kind(rawValue: tag), let user = words.word(until: newline) else { return nil }
      self = .ephemeral(Ephemeral(kind: kind, user: user, json: Array(words.remainder)))
    default: return nil
    }
  }
}

private let newline = UInt8(ascii: "\n")

extension Ephemeral {
  /// The tag and the line before the JSON.
  var payloadHead: String { "\(kind == .typing ? "t" : "p")\(user)\n" }
}

extension BroadcastMessage {
  /// `<epoch> <generation> <seq> <identity> <time>\n<json>`
  init?(_ words: inout WordScanner) {
    guard let epoch = words.word(), let generation = words.number(UInt32.self), let seq = words.number(UInt64.self),
      seq <= Position.greatestSeq, let identity = words.word(), let time = words.number(Int64.self, until: newline)
    else { return nil }
    let stored = StoredMessage(
      generation: generation, seq: seq, identity: identity, time: time, body: Array(words.remainder))
    self.init(epoch: epoch, stored: stored)
  }
}

extension FleetEvent {
  /// What travels on the fleet's channel: a tag and its words.
  init?(payload bytes: UnsafeRawBufferPointer) {
    guard let tag = bytes.first else { return nil }
    let content = UnsafeRawBufferPointer(rebasing: bytes[1...])
    switch tag {
    case UInt8(ascii: "m"):
      guard let maintenance = Maintenance(stored: content) else { return nil }
      self = .maintenance(maintenance)
    case UInt8(ascii: "s"):
      guard let hash = TokenHash(text: String(decoding: content, as: UTF8.self)) else { return nil }
      self = .sessionEnded(hash)
    case UInt8(ascii: "d"):
      var words = WordScanner(content)
      guard let room = words.word().flatMap({ RoomName(stored: $0) }), let recipient = words.word(),
        let sender = User(stored: words.remainder)
      else { return nil }
      self = .direct(room: room, from: sender, recipient: recipient)
    default: return nil
    }
  }

  /// The payload that tells of a direct message; the others are written by scripts.
  static func directPayload(_ room: RoomName, from sender: User, to recipient: User.ID) -> String {
    "d\(room.text) \(recipient) \(sender.stored)"
  }
}

extension Maintenance {
  /// A digit for on and off, then the message.
  var stored: String { (isOn ? "1" : "0") + message }

  init?(stored bytes: UnsafeRawBufferPointer) {
    guard let digit = bytes.first, digit == UInt8(ascii: "0") || digit == UInt8(ascii: "1") else { return nil }
    self.init(isOn: digit == UInt8(ascii: "1"), message: String(decoding: bytes[1...], as: UTF8.self))
  }
}

extension User {
  /// Kind and name, without the id: `uAnn`.
  var person: String { (kind == .bot ? "b" : "u") + name }

  /// Kind, id and name: `u7k2 Ann`. The name comes last because it may hold anything.
  var stored: String { "\(kind == .bot ? "b" : "u")\(id) \(name)" }

  init?(id: String, person bytes: UnsafeRawBufferPointer) {
    guard let kind = Self.kind(bytes.first) else { return nil }
    self.init(id: id, name: String(decoding: bytes[1...], as: UTF8.self), kind: kind)
  }

  init?(stored bytes: UnsafeRawBufferPointer) {
    guard let kind = Self.kind(bytes.first) else { return nil }
    var words = WordScanner(UnsafeRawBufferPointer(rebasing: bytes[1...]))
    guard let id = words.word(), !id.isEmpty else { return nil }
    self.init(id: id, name: String(decoding: words.remainder, as: UTF8.self), kind: kind)
  }

  private static func kind(_ letter: UInt8?) -> Kind? {
    switch letter {
    case UInt8(ascii: "u"): .user
    case UInt8(ascii: "b"): .bot
    default: nil
    }
  }
}
