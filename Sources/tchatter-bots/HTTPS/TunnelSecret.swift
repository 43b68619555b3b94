import Base

/// What the program that may use the tunnel has to know: another one for each that is started. In the program's environment, which
/// nobody else reads but root and the same user, it is a name and a password.
struct TunnelSecret {
  private static let name = "relay"

  private let word: String

  init(_ entropy: any Entropy) { word = Hex.encode(entropy.bytes(24)) }

  /// The tunnel's address, for a library that goes by a proxy.
  func proxy(port: UInt16) -> String { "http://\(Self.name):\(word)@127.0.0.1:\(port)" }

  /// Compared by digests, so that the time that it takes tells nothing of the secret.
  func isProven(by authorization: String?) -> Bool {
    let expected = "Basic " + Base64.encode(Array("\(Self.name):\(word)".utf8))
    return SHA256.hash(Array((authorization ?? "").utf8)) == SHA256.hash(Array(expected.utf8))
  }
}
