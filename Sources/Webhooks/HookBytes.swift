/// Makes UTF-8 of what clients send in its place.
enum HookBytes {
  /// Without the mark of UTF-8 (U+FEFF) that some of Windows' programs write first.
  static func withoutMark(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
  }

  /// The bytes if they are UTF-8. If few characters are, they are Windows-1252 (which has Latin-1 in it): so PowerShell 5
  /// sends a text. If most are, some were cut or garbled, and are U+FFFD.
  static func utf8(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    if bytes.allSatisfy({ $0 < 0x80 }) || String(validating: bytes, as: UTF8.self) != nil { return bytes }
    let repaired = String(decoding: bytes, as: UTF8.self)
    var (right, wrong) = (0, 0)
    for scalar in repaired.unicodeScalars where !scalar.isASCII {
      if scalar == "\u{FFFD}" { wrong += 1 } else { right += 1 }
    }
    return right > wrong ? Array(repaired.utf8)[...] : windows1252(bytes)
  }

  private static func windows1252(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = String.UnicodeScalarView()
    for byte in bytes {
      text.append((0x80...0x9F).contains(byte) ? high[Int(byte) - 0x80] : Unicode.Scalar(byte))
    }
    return Array(String(text).utf8)[...]
  }

  /// 0x80 to 0x9F, which are control characters in Latin-1; five stand for nothing.
  private static let high = Array("€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ".unicodeScalars)
}
