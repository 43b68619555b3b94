import Base

/// What a measured message's text begins with: the sign, its number in eight hexadecimal digits, and when it was sent, in
/// fifteen: nanoseconds of the machine's monotonic clock, which all its programs share.
struct TimedText: Equatable {
  static let sign = "~T"

  let number: Int
  let sentAt: Instant

  /// - Parameter message: the event; nothing that stands before its text may hold the sign.
  init?(in message: UnsafeRawBufferPointer) {
    guard let place = message.place(behind: #""text":"~T"#), place + 23 <= message.count,
      let number = Hexadecimal.read(message, from: place, digits: 8),
      let time = Hexadecimal.read(message, from: place + 8, digits: 15)
    else { return nil }
    self.number = number
    sentAt = Instant(nanoseconds: UInt64(time))
  }
}

extension UnsafeRawBufferPointer {
  /// Where what follows the first `text` begins, if there is any of it.
  func place(behind text: StaticString) -> Int? {
    text.withUTF8Buffer { sought in
      guard count > sought.count else { return nil }
      for start in 0..<count - sought.count
      where self[start] == sought[0] && self[start..<start + sought.count].elementsEqual(sought) {
        return start + sought.count
      }
      return nil
    }
  }

  /// The number behind the first `text`.
  func number(behind text: StaticString) -> UInt64? {
    guard let start = place(behind: text) else { return nil }
    let digits = self[start...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return UInt64(String(decoding: digits, as: UTF8.self))
  }

  /// What stands behind the first `text`, up to a quotation mark. Nothing in it may be escaped.
  func string(behind text: StaticString) -> String? {
    guard let start = place(behind: text) else { return nil }
    return String(decoding: self[start...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
  }
}
