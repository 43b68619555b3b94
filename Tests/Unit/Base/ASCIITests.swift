import Base
import Testing

@Suite struct ASCIITests {
  @Test func `every byte is of the kinds that its character is of`() {
    for byte in UInt8.min ... .max {
      let character = byte < 0x80 ? Character(Unicode.Scalar(byte)) : "\u{80}"
      #expect(ASCII.isDigit(byte) == ("0"..."9").contains(character), "\(byte)")
      #expect(ASCII.isLowercase(byte) == ("a"..."z").contains(character), "\(byte)")
      #expect(ASCII.isLetter(byte) == (character.isASCII && character.isLetter), "\(byte)")
      #expect(ASCII.isAlphanumeric(byte) == (ASCII.isDigit(byte) || ASCII.isLetter(byte)), "\(byte)")
      #expect(ASCII.isVisible(byte) == ("!"..."~").contains(character), "\(byte)")
      let lowercased = character.isASCII ? character.lowercased().utf8.first : byte
      #expect(ASCII.lowercased(byte) == lowercased, "\(byte)")
    }
  }
}

@Suite struct HexTests {
  @Test func `all bytes are written in two small digits and read back`() {
    let bytes = Array(UInt8.min ... .max)
    let text = Hex.encode(bytes)
    #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff") && text.utf8.count == 512)
    #expect(Hex.decode(text) == bytes)
    #expect(Hex.decode(text.uppercased()) == bytes)
    #expect(Hex.encode([]) == "" && Hex.decode("") == [])
  }

  @Test(arguments: ["0", "000", "0g", "g0", "+1", "-1", " 0", "0x", "é", "٣٣"])
  func `what is no pairs of digits is refused`(_ text: String) {
    #expect(Hex.decode(text) == nil)
  }

  @Test func `a digit's value is that of its character`() {
    for byte in UInt8.min ... .max {
      let value = byte < 0x80 ? Character(Unicode.Scalar(byte)).hexDigitValue : nil
      #expect(Hex.value(of: byte).map { Int($0) } == value, "\(byte)")
    }
    #expect((0...15).map(Hex.digit) == Array("0123456789abcdef".utf8))
    #expect(Hex.digit(0xAF) == UInt8(ascii: "f"))
  }
}
