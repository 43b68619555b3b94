import ChatProtocol
import Foundation

/// Where a bot's key comes from: a file, or the environment. Never the command line, which everybody on the machine sees.
/// Foundation: for files.
enum KeyFile {
  static let option = "--key-file"
  static let variable = "TCHATTER_BOT_KEY"

  /// The key in a file, without the white space around it.
  static func read(_ path: String) throws(BotOptions.Mistake) -> String {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw BotOptions.Mistake(message: "\(option): \(path) can't be read")
    }
    return try key(text, from: "\(option): \(path)")
  }

  /// The key of the environment; `nil` where there is none.
  static func read(_ environment: [String: String]) throws(BotOptions.Mistake) -> String? {
    guard let text = environment[variable], !text.isEmpty else { return nil }
    return try key(text, from: variable)
  }

  /// What is wrong is told without what was there: it may be a secret.
  private static func key(_ text: String, from source: String) throws(BotOptions.Mistake) -> String {
    let key = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard BotKey.isWellFormed(key) else {
      throw BotOptions.Mistake(message: "\(source) holds no key: `tchatter bots add` makes one")
    }
    return key
  }
}
