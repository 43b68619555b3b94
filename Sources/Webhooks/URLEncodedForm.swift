import Base

/// The fields of an `application/x-www-form-urlencoded` body as webhooks' clients write it: some encode nothing, some only a
/// part.
enum URLEncodedForm {
  /// A field, decoded.
  struct Field: Equatable {
    /// As far as the next `&`.
    let value: [UInt8]
    /// As far as the form's end, where that is more.
    let rest: [UInt8]?
  }

  /// The first field of a name; `nil` when there is none.
  static func field(_ name: String, of form: ArraySlice<UInt8>) -> Field? {
    let start = Array((name + "=").utf8)
    for pair in form.split(separator: UInt8(ascii: "&")) where pair.starts(with: start) {
      let value = pair.dropFirst(start.count)
      let rest = form[value.startIndex...]
      return Field(value: decoded(value), rest: rest.count > value.count ? decoded(rest) : nil)
    }
    return nil
  }

  /// `%` without two digits is one. So is `+` where spaces stand bare, for whoever encoded the text had encoded them.
  private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let plus = text.contains(0x20) ? UInt8(ascii: "+") : 0x20
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      index += 1
      if byte == UInt8(ascii: "%"), let escaped = octet(text[index...].prefix(2)) {
        bytes.append(escaped)
        index += 2
      } else {
        bytes.append(byte == UInt8(ascii: "+") ? plus : byte)
      }
    }
    return bytes
  }

  private static func octet(_ digits: ArraySlice<UInt8>) -> UInt8? {
    guard digits.count == 2, let first = digits.first, let last = digits.last, let high = Hex.value(of: first),
      let low = Hex.value(of: last)
    else { return nil }
    return high << 4 | low
  }
}
