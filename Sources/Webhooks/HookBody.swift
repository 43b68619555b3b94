import JSON

/// The body of a webhook's request: a JSON value as it is, or as the field `payload` of a form.
///
/// Such clients are many, old, and tested against servers that take nearly everything. What they mean is read where it is
/// plain: line breaks bare in a string, half an emoji, other bytes than UTF-8's, a form that was not encoded.
enum HookBody {
  private static let leniency: JSONParser.Leniency = [.loneSurrogates, .controlCharacters, .widths]

  /// Which of the two it is, the body itself tells: clients are careless with `Content-Type`.
  static func value(_ body: [UInt8]) throws(HookRefusal) -> JSONValue {
    let text = HookBytes.withoutMark(body[...])
    let first = text.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
    switch first {
    case nil: throw .invalidPayload(reason: "the body is empty")
    case UInt8(ascii: "{"), UInt8(ascii: "["): return try json(text)
    default:
      guard let field = URLEncodedForm.field("payload", of: text) else {
        throw .invalidPayload(reason: "neither JSON nor a form with the field payload")
      }
      return try value(field)
    }
  }

  /// One that was not encoded may hold the sign that ends a field: then all that follows is the JSON.
  private static func value(_ field: URLEncodedForm.Field) throws(HookRefusal) -> JSONValue {
    do { return try json(field.value[...]) } catch {
      guard let rest = field.rest, let value = try? json(rest[...]) else { throw error }
      return value
    }
  }

  private static func json(_ bytes: ArraySlice<UInt8>) throws(HookRefusal) -> JSONValue {
    let result = HookBytes.utf8(bytes).withUnsafeBytes { buffer in
      Result { () throws(JSONParser.Failure) in try JSONParser.parse(buffer, taking: leniency) }
    }
    do { return try result.get() } catch { throw .invalidPayload(reason: "not JSON: \(error.reason)") }
  }
}
