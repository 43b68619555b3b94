import Base
import Broker
import ChatProtocol

/// What travels on a room's channel: a tag, a line of words and, for most, a JSON object behind it.
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
  /// `1 <count>[ <state> <kind> <id> <name>]`, the name as `PlainWord` spells it, and whatever follows in further lines.
  init?(_ payload: inout WordScanner) {
    guard let line = payload.take(until: newline) else { return nil }
    var words = WordScanner(line)
    guard words.number(UInt8.self) == 1 else { return nil }
    self.init(words: &words)
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
