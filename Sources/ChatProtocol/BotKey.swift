import Base

/// The secret by which a program signs in: 256 random bits in hexadecimal digits, behind a prefix by which scanners know it
/// wherever it was written down.
package enum BotKey {
  package static let prefix = "tcb_"

  package static func make(_ entropy: any Entropy) -> String { prefix + Hex.encode(entropy.bytes(32)) }

  /// Whether a text is meant to be one, and no application's token.
  package static func isMeant(by text: String) -> Bool { text.hasPrefix(prefix) }

  package static func isWellFormed(_ text: String) -> Bool {
    isMeant(by: text) && Hex.decode(String(text.dropFirst(prefix.count)))?.count == 32
  }
}
