import Base
import ChatProtocol
import Foundation

/// The keys of programs that may ask a bot over HTTP: of each only the SHA-256 is kept. Foundation: for files.
struct HTTPKeys: Equatable {
  static let option = "--http-keys"
  private static let most = 100
  /// As `openssl rand -hex 16` makes them, and the keys of `tchatter bots add`.
  private static let lengths = 32...128

  private struct Key: Equatable {
    let digest: [UInt8]
    let caller: HTTPCaller
  }

  private var keys: [Key] = []

  /// Whose key it is. Takes the same time whichever it is, and for one that is nobody's.
  func caller(by key: String) -> HTTPCaller? {
    let digest = SHA256.hash(Array(key.utf8))
    var found: HTTPCaller?
    for key in keys where ConstantTime.areEqual(key.digest, digest) { found = key.caller }
    return found
  }

  /// The keys in a file.
  static func read(_ path: String) throws(BotOptions.Mistake) -> HTTPKeys {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw BotOptions.Mistake(message: "\(option): \(path) can't be read")
    }
    return try HTTPKeys(text, from: "\(option): \(path)")
  }

  /// Reads lines `NAME KEY`, with `read` behind it for who may only read; what follows a `#` is a comment.
  /// - Parameter source: what to call it; what is wrong is told without what was there, which may be a secret.
  init(_ text: String, from source: String) throws(BotOptions.Mistake) {
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
      guard !words.isEmpty else { continue }
      guard let key = Self.key(words), !keys.contains(where: { $0.digest == key.digest }) else {
        throw BotOptions.Mistake(
          message: "\(source), line \(number + 1): NAME KEY, and `read` for who may only read; a key has "
            + "\(Self.lengths.lowerBound) to \(Self.lengths.upperBound) characters and stands there once")
      }
      keys.append(key)
    }
    guard (1...Self.most).contains(keys.count) else {
      throw BotOptions.Mistake(message: "\(source) must hold 1 to \(Self.most) keys")
    }
  }

  private static func key(_ words: [String]) -> Key? {
    guard (2...3).contains(words.count), words.count == 2 || words[2] == "read",
      let name = try? UserName(words[0]).text, lengths.contains(words[1].utf8.count),
      words[1].utf8.allSatisfy({ (0x21...0x7e).contains($0) })
    else { return nil }
    return Key(
      digest: SHA256.hash(Array(words[1].utf8)), caller: HTTPCaller(name: name, mayWrite: words.count == 2))
  }
}
