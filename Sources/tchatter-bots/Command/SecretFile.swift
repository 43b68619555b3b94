import Foundation

/// Where a relay's secrets come from: a file, or the environment. Never the command line, which everybody on the machine sees.
/// Foundation: for files.
enum SecretFile {
  static let option = "--secret-file"
  static let variable = "TCHATTER_RELAY_SECRETS"
  /// As many as are needed to change one.
  private static let most = 4

  /// The secrets in a file, with white space between them.
  static func read(_ path: String) throws(BotOptions.Mistake) -> [WebhookSecret] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw BotOptions.Mistake(message: "\(option): \(path) can't be read")
    }
    return try secrets(text, from: "\(option): \(path)")
  }

  /// The secrets of the environment; none where there are none.
  static func read(_ environment: [String: String]) throws(BotOptions.Mistake) -> [WebhookSecret] {
    guard let text = environment[variable], !text.isEmpty else { return [] }
    return try secrets(text, from: variable)
  }

  /// What is wrong is told without what was there: it may be a secret.
  private static func secrets(_ text: String, from source: String) throws(BotOptions.Mistake) -> [WebhookSecret] {
    let words = text.split(whereSeparator: \.isWhitespace)
    let secrets = words.compactMap { WebhookSecret($0) }
    guard (1...most).contains(words.count), secrets.count == words.count else {
      throw BotOptions.Mistake(
        message: "\(source) holds no secrets: whsec_ and Base64 of 24 to 64 bytes, at most \(most) of them; "
          + "`echo whsec_$(openssl rand -base64 32)` makes one")
    }
    return secrets
  }
}
