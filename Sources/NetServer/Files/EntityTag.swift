import Base

/// Tells a browser whether the file it has is still the one that is served.
package enum EntityTag {
  /// 64 bits of FNV-1a and the length: files of one's own, so that nobody seeks a collision.
  package static func of(_ bytes: [UInt8]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return "\"\(String(hash, radix: 36))-\(String(bytes.count, radix: 36))\""
  }

  /// Whether an `If-None-Match` names the tag (RFC 9110, section 13.1.2: weak comparison).
  package static func isNamed(_ tag: String, in field: String) -> Bool {
    field.split(separator: ",").contains { part in
      let candidate = part.trimming { $0 == " " || $0 == "\t" }
      return candidate == "*" || candidate == tag || candidate == "W/" + tag
    }
  }
}
