import Base
import Foundation
import JWT

// What backends sign tokens with. (Foundation: for reading a file.)
extension Setting {
  /// More than one secret is for the time while it is being changed.
  private static let mostSecrets = 2
  /// Of a file with a secret: bytes.
  private static let longestFile = 4_096

  static var tokenSecrets: Setting {
    Setting(
      flag: "token-secrets", form: "SECRET,…",
      meaning: """
        what an application's backend signs tokens with (JWT, HS256): one secret, or two while it is being changed, each of \
        \(TokenSecret.minimumLength) bytes or more, as it is, as base64:…, or as file:PATH, which other users of the machine \
        don't see; without it there are no tokens
        """
    ) { text, configuration in
      var secrets: [TokenSecret] = []
      for entry in list(text) {
        guard let bytes = secretBytes(entry) else {
          return "has an entry that is no base64, or a file that can't be read"
        }
        guard let secret = TokenSecret(bytes) else {
          return "has a secret of less than \(TokenSecret.minimumLength) bytes"
        }
        secrets.append(secret)
      }
      guard (1...mostSecrets).contains(secrets.count) else { return "must be one secret or two" }
      configuration.hub.tokens.secrets = secrets
      return nil
    } show: { _ in
      ""
    }
  }

  /// What an entry stands for; it is quoted nowhere.
  static func secretBytes(_ entry: String) -> [UInt8]? {
    if entry.hasPrefix("base64:") {
      let text = String(entry.dropFirst(7))
      return Base64.decode(text) ?? Base64URL.decode(text)
    }
    guard entry.hasPrefix("file:") else { return Array(entry.utf8) }
    guard let file = FileHandle(forReadingAtPath: String(entry.dropFirst(5))),
      let data = try? file.read(upToCount: longestFile + 1), data.count <= longestFile
    else { return nil }
    let bytes = Array(data)
    // An editor ends each line; random bytes are taken as they are.
    let isText = bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    return isText ? Array(bytes.reversed().drop { $0 < 0x20 }.reversed()) : bytes
  }
}
