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
    case UInt8(ascii: "t"):
      guard let user = words.word(until: newline) else { return nil }
      self = .ephemeral(.typing(Typing(user: user, json: Array(words.remainder))))
    case UInt8(ascii: "p"):
      guard let notice = PresenceNotice(&words) else { return nil }
      self = .ephemeral(.presence(notice))
    case UInt8(ascii: "r"):
      guard let report = Report(&words) else { return nil }
      self = .ephemeral(.report(report))
    case UInt8(ascii: "s"):
      guard let position = words.word().flatMap({ Position($0) }) else { return nil }
      self = .ephemeral(.resolved(position))
    default: return nil
    }
  }
}

private let newline = UInt8(ascii: "\n")

extension PresenceNotice {
  /// `1 <count>[ <state> <kind> <id> <name>]\n`, the name as `PlainWord` spells it. What follows the line is for 0.2.0,
  /// whose own line is `<id>\n`, or empty, and says nothing that the JSON behind it does not.
  init?(_ payload: inout WordScanner) {
    guard let line = payload.take(until: newline) else { return nil }
    var words = WordScanner(line)
    if words.number(UInt8.self) == 1, !words.remainder.isEmpty {
      self.init(words: &words)
    } else {
      self.init(json: payload.remainder)
    }
  }

  private init?(words: inout WordScanner) {
    guard let count = words.number(Int.self) else { return nil }
    guard let state = words.word() else {
      self.init(count: count)
      return
    }
    guard let state = State(rawValue: state), let kind = User.kind(words.take()?.first), let id = words.word(),
      let name = words.plainWord()
    else { return nil }
    self.init(Change(User(id: id, name: name, kind: kind), state), count: count)
  }
}

extension BroadcastMessage {
  /// `<epoch> <generation> <seq> <identity> <time>\n`, then header and body (`MessagePayload`)
  init?(_ words: inout WordScanner) {
    guard let epoch = words.word(), let generation = words.number(UInt32.self), let seq = words.number(UInt64.self),
      seq <= Position.greatestSeq, let identity = words.word(), let time = words.number(Int64.self, until: newline)
    else { return nil }
    let stored = StoredMessage(
      generation: generation, seq: seq, identity: identity, time: time, payload: words.remainder)
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
    case UInt8(ascii: "u"):
      let user = String(decoding: content, as: UTF8.self)
      guard User.isID(user) else { return nil }
      self = .standingChanged(user)
    case UInt8(ascii: "c"):
      var words = WordScanner(content)
      guard let user = words.word(), User.isID(user), let hash = words.word().flatMap({ TokenHash(text: $0) }),
        let time = words.number(Int64.self)
      else { return nil }
      self = .deviceAdded(NewDevice(of: user, session: hash, at: time))
    case UInt8(ascii: "d"):
      var words = WordScanner(content)
      guard let room = words.word().flatMap({ RoomName(stored: $0) }), let recipient = words.word(),
        let sender = User(stored: words.remainder)
      else { return nil }
      self = .direct(room: room, from: sender, recipient: recipient)
    case UInt8(ascii: "q"):
      guard let report = UsageReport(payload: content) else { return nil }
      self = .usage(report)
    case UInt8(ascii: "i"):
      guard let report = InstanceReport(payload: content) else { return nil }
      self = .instance(report)
    case UInt8(ascii: "r"):
      var words = WordScanner(content)
      guard let user = words.word(), User.isID(user), let instance = words.plainWord(), let marks = Self.marks(&words)
      else { return nil }
      self = .read(user: user, marks, by: instance)
    default: return nil
    }
  }

  private static func marks(_ words: inout WordScanner) -> [RoomMark]? {
    var marks: [RoomMark] = []
    while let room = words.word() {
      guard let room = RoomName(stored: room), let mark = ReadMark(&words) else { return nil }
      marks.append(RoomMark(room, mark))
    }
    return marks
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

  fileprivate static func kind(_ letter: UInt8?) -> Kind? {
    switch letter {
    case UInt8(ascii: "u"): .user
    case UInt8(ascii: "b"): .bot
    default: nil
    }
  }
}
