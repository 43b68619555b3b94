import Base

/// The three parts of a signed token, RFC 7515 §7.1: `BASE64URL(header) . BASE64URL(payload) . BASE64URL(signature)`.
struct CompactSerialization {
  /// Of a whole token: bytes. It travels in a header field, where others allow hardly more.
  static let maximumLength = 4_096

  let header: [UInt8]
  let payload: [UInt8]
  let signature: [UInt8]
  /// What the signature is made of, RFC 7515 §5.1: the first two parts as they came.
  let signingInput: [UInt8]

  init(_ token: String) throws(TokenRefusal) {
    guard token.utf8.count <= Self.maximumLength else {
      throw TokenRefusal("The token is longer than \(Self.maximumLength) bytes.")
    }
    let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3 else { throw TokenRefusal("The token has not three parts with dots between them.") }
    header = try Self.decode(parts[0], "header")
    payload = try Self.decode(parts[1], "payload")
    signature = try Self.decode(parts[2], "signature")
    signingInput = Array(token.utf8[..<parts[1].endIndex])
  }

  /// The first two parts alone, of a token whose signature somebody else has verified.
  static func unsigned(_ text: String) throws(TokenRefusal) -> (header: [UInt8], payload: [UInt8]) {
    guard text.utf8.count <= maximumLength else {
      throw TokenRefusal("The token is longer than \(maximumLength) bytes.")
    }
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw TokenRefusal("The token has not two parts with a dot between them.") }
    return (try decode(parts[0], "header"), try decode(parts[1], "payload"))
  }

  private static func decode(_ part: Substring.UTF8View, _ name: StaticString) throws(TokenRefusal) -> [UInt8] {
    guard !part.isEmpty else { throw TokenRefusal("The token's \(name) is empty.") }
    guard let bytes = Base64URL.decode(Substring(part)) else {
      throw TokenRefusal("The token's \(name) is not base64url without padding.")
    }
    return bytes
  }
}
