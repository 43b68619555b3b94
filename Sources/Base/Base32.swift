/// Base32 of RFC 4648 §6, in small letters and without padding, as names want it.
package enum Base32 {
  package static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  /// Five bits to a character, those left over filled up with zeros.
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    var (bits, count) = (0 as UInt32, 0 as UInt32)
    for byte in bytes {
      (bits, count) = ((bits & 31) << 8 | UInt32(byte), count + 8)
      while count >= 5 {
        count -= 5
        text.append(alphabet[Int(bits >> count & 31)])
      }
    }
    if count > 0 { text.append(alphabet[Int(bits << (5 - count) & 31)]) }
    return String(decoding: text, as: UTF8.self)
  }
}
