import JSON

/// The body of a webhook's request: a JSON value as it is, or as the field `payload` of a form.
enum HookBody {
  /// Which of the two it is, the body itself tells: clients are careless with `Content-Type`.
  static func value(_ body: [UInt8]) throws(HookRefusal) -> JSONValue {
    let first = body.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
    switch first {
    case nil: throw .invalidPayload(reason: "the body is empty")
    case UInt8(ascii: "{"), UInt8(ascii: "["): return try json(body)
    default:
      guard let field = field("payload", ofForm: body) else {
        throw .invalidPayload(reason: "neither JSON nor a form with the field payload")
      }
      return try json(field)
    }
  }

  private static func json(_ bytes: [UInt8]) throws(HookRefusal) -> JSONValue {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(JSONParser.Failure) in try JSONParser.parse(buffer) }
    }
    do { return try result.get() } catch { throw .invalidPayload(reason: "not JSON: \(error.reason)") }
  }

  /// A field of `application/x-www-form-urlencoded`, decoded; `nil` when there is none or it is malformed.
  private static func field(_ name: String, ofForm body: [UInt8]) -> [UInt8]? {
    for pair in body.split(separator: UInt8(ascii: "&")) where pair.starts(with: Array((name + "=").utf8)) {
      return decoded(pair.dropFirst(name.utf8.count + 1))
    }
    return nil
  }

  private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var rest = text
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(0x20)
      case UInt8(ascii: "%"):
        guard let high = digit(rest.popFirst()), let low = digit(rest.popFirst()) else { return nil }
        bytes.append(high << 4 | low)
      default: bytes.append(byte)
      }
    }
    return bytes
  }

  private static func digit(_ byte: UInt8?) -> UInt8? {
    switch byte {
    case .some(let byte) where (0x30...0x39).contains(byte): byte - 0x30
    case .some(let byte) where (0x41...0x46).contains(byte): byte - 0x41 + 10
    case .some(let byte) where (0x61...0x66).contains(byte): byte - 0x61 + 10
    default: nil
    }
  }
}
