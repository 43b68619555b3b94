import Base

/// A script that runs inside Redis, known there by the digest of its source.
package struct RedisScript: Sendable {
  /// For people.
  package let name: StaticString
  package let source: [UInt8]
  /// SHA-1, 40 hexadecimal digits.
  let digest: String

  package init(_ name: StaticString, _ source: [UInt8]) {
    self.name = name
    self.source = source
    digest = Hex.encode(SHA1.hash(source))
  }
}
