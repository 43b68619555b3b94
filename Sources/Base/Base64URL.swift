/// Base64 with the alphabet that is safe in addresses and file names, without padding: RFC 4648 §5 as RFC 7515 §2 has it.
package enum Base64URL {
  package static func encode(_ bytes: [UInt8]) -> String {
    String(Base64.encode(bytes).prefix { $0 != "=" }.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
  }

  /// The bytes that `text` stands for; nil when it is anything but their one canonical encoding.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var characters: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "-"): characters.append(UInt8(ascii: "+"))
      case UInt8(ascii: "_"): characters.append(UInt8(ascii: "/"))
      case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
      default: characters.append(byte)
      }
    }
    let padding = [0, 3, 2, 1][characters.count & 3]
    guard padding < 3 else { return nil }
    characters += [UInt8](repeating: UInt8(ascii: "="), count: padding)
    return Base64.decode(String(decoding: characters, as: UTF8.self))
  }
}
