import Foundation

/// Where a bot keeps the token of its session, so that it is the same user after a restart, and so that several of it are
/// one user; before it has one, the secret with which it signs in, so that being killed in between costs it no name.
/// Readable by its owner alone: whoever has one of them is the bot. Foundation: for files.
struct SessionFile {
  let path: String

  /// - Parameter path: `nil` for `$XDG_STATE_HOME/tchatter/NAME.session`, in `~/.local/state` where that is not set.
  init(_ path: String?, name: String) {
    let environment = ProcessInfo.processInfo.environment
    let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let folder = state ?? NSHomeDirectory() + "/.local/state"
    let safe = name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" }
    self.path = path ?? "\(folder)/tchatter/\(String(safe)).session"
  }

  /// The token, if there is one.
  var token: String? { words.count == 1 ? words[0] : nil }

  /// The secret of a sign-in that was begun and perhaps not ended, if there is one.
  var secret: String? { words.count == 2 && words[0] == Self.secretWord ? words[1] : nil }

  private static let secretWord = "secret"

  private var words: [String] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return text.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  func write(token: String) throws { try write(token) }

  func write(secret: String) throws { try write("\(Self.secretWord) \(secret)") }

  /// Replaces what is there, at once and whole.
  private func write(_ line: String) throws {
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let new = folder.appendingPathComponent(".\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)")
    let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
    guard FileManager.default.createFile(atPath: new.path, contents: Data((line + "\n").utf8), attributes: attributes)
    else { throw CocoaError(.fileWriteUnknown) }
    guard rename(new.path, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
