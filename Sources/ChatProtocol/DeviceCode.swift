import Base

/// What a guest types on another device to be the same user there: ten characters of Crockford's Base 32, in which none looks
/// like another, as `7K3QD-M0V9X`. They say 50 random bits.
package enum DeviceCode {
  /// How long one is good for: seconds.
  package static let lifetime = 600

  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
  private static let length = 10
  private static let group = 5
  /// Longer texts are none, however much of them does not count.
  private static let longestText = 64

  package static func make(_ entropy: any Entropy) -> String {
    let characters = entropy.bytes(length).map { alphabet[Int($0 & 31)] }
    return String(decoding: characters.prefix(group) + "-".utf8 + characters.dropFirst(group), as: UTF8.self)
  }

  /// The characters of the code that somebody has typed, in whatever case and with whatever between them; `nil` for what can't
  /// be one. Letters that are not used are taken for the digits that they look like.
  package static func characters(of text: String) -> [UInt8]? {
    guard text.utf8.count <= longestText else { return nil }
    var characters: [UInt8] = []
    for scalar in text.uppercased().unicodeScalars where !isIgnored(scalar) {
      guard characters.count < length, scalar.isASCII, let character = meant(by: UInt8(scalar.value)) else {
        return nil
      }
      characters.append(character)
    }
    return characters.count == length ? characters : nil
  }

  private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.properties.isDash
  }

  private static func meant(by character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "O"): UInt8(ascii: "0")
    case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
    default: alphabet.contains(character) ? character : nil
    }
  }
}
