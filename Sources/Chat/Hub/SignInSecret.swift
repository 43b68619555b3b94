import Base
import Broker

/// A client's own secret, by which its wish to sign in is known again when the answer was lost. It is never stored: what
/// the store keeps is found by one digest of it, and opened with another.
struct SignInSecret {
  private let bytes: [UInt8]

  /// `nil` for what nobody should take for a secret: 32–64 of the characters in which random words are written.
  init?(_ text: String) {
    guard (32...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.admits) else { return nil }
    bytes = Array(text.utf8)
  }

  /// What the store is asked with, for a session of this token.
  func request(for token: String) -> SignInRequest? {
    guard let hash = TokenHash(digest("request")), let bytes = Hex.decode(token) else { return nil }
    return SignInRequest(hash, sealedToken: Hex.encode(crossed(bytes)))
  }

  /// The token that a request like this one has sealed.
  func token(from sealed: String) -> String? {
    guard let bytes = Hex.decode(sealed), bytes.count == 32 else { return nil }
    return Hex.encode(crossed(bytes))
  }

  /// A token is as long as the digest and as random: no part of one tells anything of the other.
  private func crossed(_ token: [UInt8]) -> [UInt8] { zip(token, digest("token")).map { $0 ^ $1 } }

  private static func admits(_ byte: UInt8) -> Bool { ASCII.isAlphanumeric(byte) || "-_".utf8.contains(byte) }

  private func digest(_ purpose: StaticString) -> [UInt8] {
    SHA256.hash(Array("tchatter sign-in \(purpose) ".utf8) + bytes)
  }
}
