/// HMAC with SHA-256, RFC 2104: what only who knows the key can have made of a message.
package enum HMAC {
  /// Bytes that SHA-256 takes in at once.
  private static let blockSize = 64

  /// The thirty-two bytes that stand for `message` under `key`.
  package static func sha256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    let short = key.count > blockSize ? SHA256.hash(key) : key
    let block = short + [UInt8](repeating: 0, count: blockSize - short.count)
    return SHA256.hash(block.map { $0 ^ 0x5C } + SHA256.hash(block.map { $0 ^ 0x36 } + message))
  }

  /// Whether `code` is what the key makes of the message. Takes the same time wherever a wrong one differs.
  package static func isSHA256(_ code: [UInt8], of message: [UInt8], key: [UInt8]) -> Bool {
    ConstantTime.areEqual(code, sha256(message, key: key))
  }
}

/// Comparing what strangers may guess: the time that it takes tells nothing of where the two differ.
package enum ConstantTime {
  package static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    return zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
