import Base
import ChatProtocol

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

  static func kind(_ letter: UInt8?) -> Kind? {
    switch letter {
    case UInt8(ascii: "u"): .user
    case UInt8(ascii: "b"): .bot
    default: nil
    }
  }
}
