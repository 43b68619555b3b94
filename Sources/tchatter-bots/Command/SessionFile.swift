import Foundation

/// Where a bot keeps the token of its session, so that it is the same user after a restart, and so that several of it are
/// one user. Readable by its owner alone: whoever has the token is the bot. Foundation: for files.
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
  var token: String? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return token.isEmpty ? nil : token
  }

  /// Replaces what is there, at once and whole.
  func write(_ token: String) throws {
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let new = folder.appendingPathComponent(".\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)")
    let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
    guard FileManager.default.createFile(atPath: new.path, contents: Data((token + "\n").utf8), attributes: attributes)
    else { throw CocoaError(.fileWriteUnknown) }
    guard rename(new.path, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
