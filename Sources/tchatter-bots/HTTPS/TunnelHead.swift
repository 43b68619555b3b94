import Base
import EventLoop

/// What a client of the tunnel asks for: to be connected with somebody, as the one who may (RFC 9110 §9.3.6).
struct TunnelHead: Equatable {
  /// As `example.org:443`.
  let target: String
  /// What it proves itself by; nothing if it does not.
  let authorization: String?

  /// - Parameter text: the head without the empty line at its end. Nil for anything but a CONNECT.
  init?(_ text: String) {
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    let words = (lines.first ?? "").split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[0] == "CONNECT", words[2] == "HTTP/1.1" else { return nil }
    target = String(words[1])
    authorization = lines.dropFirst().lazy.compactMap(Self.authorization).first
  }

  private static func authorization(_ line: Substring) -> String? {
    guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == "proxy-authorization" else { return nil }
    return String(line[line.index(after: colon)...].drop { $0 == " " })
  }
}

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
