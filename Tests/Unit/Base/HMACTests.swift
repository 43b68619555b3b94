import Testing

@testable import Base

/// RFC 4231, section 4: the test cases for HMAC-SHA-256.
@Suite struct HMACTests {
  private static let fitting = Array(
    "This is a test using a larger than block-size key and a larger than block-size ".utf8)

  private static let cases: [([UInt8], [UInt8], String)] = [
    (
      [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    ),
    (
      Array(1...25), [UInt8](repeating: 0xCD, count: 50),
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
    ),
    (
      [UInt8](repeating: 0xAA, count: 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
    (
      [UInt8](repeating: 0xAA, count: 131),
      fitting + Array("data. The key needs to be hashed before being used by the HMAC algorithm.".utf8),
      "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
    ),
  ]

  @Test(arguments: cases)
  func `the standard's codes are made and recognised`(_ key: [UInt8], _ message: [UInt8], _ code: String) throws {
    #expect(Hex.encode(HMAC.sha256(message, key: key)) == code)
    let bytes = try #require(Hex.decode(code))
    #expect(HMAC.isSHA256(bytes, of: message, key: key))
    #expect(!HMAC.isSHA256(Array(bytes.dropLast()), of: message, key: key))
    #expect(!HMAC.isSHA256(bytes + [0], of: message, key: key))
    #expect(!HMAC.isSHA256([], of: message, key: key))
    for place in bytes.indices {
      var other = bytes
      other[place] ^= 1
      #expect(!HMAC.isSHA256(other, of: message, key: key))
    }
  }

  /// The case whose code is cut to its first half.
  @Test func `the code that is cut`() {
    let code = HMAC.sha256(Array("Test With Truncation".utf8), key: [UInt8](repeating: 0x0C, count: 20))
    #expect(Hex.encode(code.prefix(16)) == "a3b6167473100ee06e0c796c2955552b")
  }

  @Test func `a key as long as a block is taken as it is`() {
    let key = [UInt8](repeating: 7, count: 64)
    #expect(HMAC.sha256([], key: key) != HMAC.sha256([], key: SHA256.hash(key)))
    #expect(HMAC.sha256([], key: key + [7]) == HMAC.sha256([], key: SHA256.hash(key + [7])))
  }
}

@Suite struct BaseTextTests {
  @Test func `base64url of every length decodes to what it was made of`() {
    for count in 0..<70 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count &* 5) }
      #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
    }
    // RFC 7515, appendix C.
    #expect(Base64URL.encode([3, 236, 255, 224, 193]) == "A-z_4ME")
  }

  @Test(arguments: [
    "A", "AAAAA", "Zg==", "Zm8=", "Zh", "Zm9", "Zm9v\n", "Zm 9v", "Zm9v=", "+-Zm", "Zm9/", "é123", "Zm\u{0}v", "=",
  ])
  func `base64url that is not canonical is refused`(_ text: String) { #expect(Base64URL.decode(text) == nil) }

  @Test func `base32 encodes the examples of RFC 4648`() {
    let examples = [
      "": "", "f": "my", "fo": "mzxq", "foo": "mzxw6", "foob": "mzxw6yq", "fooba": "mzxw6ytb", "foobar": "mzxw6ytboi",
    ]
    for (plain, encoded) in examples { #expect(Base32.encode(plain.utf8) == encoded) }
  }
}
