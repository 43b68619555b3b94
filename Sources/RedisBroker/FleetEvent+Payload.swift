import Base
import Broker
import ChatProtocol

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
