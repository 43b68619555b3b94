import Foundation

/// Where a bot keeps the token of its session, so that it is the same user after a restart, and so that several of it are
/// one user; before it has one, the secret with which it signs in, so that being killed in between costs it no name.
/// Readable by its owner alone: whoever has one of them is the bot. Foundation: for files.
struct SessionFile {
  /// What a bot comes with.
  enum Credential: Equatable {
    /// The token of a session.
    case token(String)
    /// The secret of a sign-in that was begun and perhaps not ended.
    case secret(String)
  }

  let path: String

  /// - Parameter path: `nil` for `$XDG_STATE_HOME/tchatter/NAME.session`, in `~/.local/state` where that is not set.
  init(_ path: String?, name: String) {
    let environment = ProcessInfo.processInfo.environment
    let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let folder = state ?? NSHomeDirectory() + "/.local/state"
    let safe = name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" }
    self.path = path ?? "\(folder)/tchatter/\(String(safe)).session"
  }

  private static let secretWord = "secret"
  /// Of a secret and of a token, in characters: what is shorter or longer is none.
  private static let lengths = 32...64

  /// What is there, if anything is that can be one.
  var credential: Credential? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let word = words.last, Self.lengths.contains(word.utf8.count) else { return nil }
    if words.count == 1 { return .token(word) }
    return words.count == 2 && words[0] == Self.secretWord ? .secret(word) : nil
  }

  /// Of a session that was begun with what `credential(insteadOf:secret:)` gave.
  func write(token: String) throws { try replace(by: token) }

  /// What to come with once a session has ended, or before there is one: what another bot of the same file has written
  /// meanwhile, else a secret, which is written down. Bots that begin at the same moment get the same one: with two, the
  /// second would find its name taken by the first.
  /// - Parameters:
  ///   - ended: the token of the session that has ended, if it is known.
  ///   - secret: to be written where there is nothing.
  /// - Returns: `nil` while another bot finds out the same: to be asked again.
  func credential(insteadOf ended: String?, secret: String) throws -> Credential? {
    if let found = credential, found != ended.map(Credential.token) { return found }
    let lockPath = try madeFolder().appendingPathComponent(".\(fileName).lock").path
    guard let lock = try FileLock(lockPath) else { return nil }
    return try withExtendedLifetime(lock) {
      if let found = credential, found != ended.map(Credential.token) { return found }
      try replace(by: "\(Self.secretWord) \(secret)")
      return .secret(secret)
    }
  }

  /// Replaces what is there, at once and whole.
  private func replace(by line: String) throws {
    let new = try madeFolder().appendingPathComponent(".\(fileName).\(ProcessInfo.processInfo.processIdentifier)")
    let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
    guard FileManager.default.createFile(atPath: new.path, contents: Data((line + "\n").utf8), attributes: attributes)
    else { throw CocoaError(.fileWriteUnknown) }
    guard rename(new.path, path) == 0 else {
      try? FileManager.default.removeItem(at: new)
      throw CocoaError(.fileWriteUnknown)
    }
  }

  private var fileName: String { URL(fileURLWithPath: path).lastPathComponent }

  /// The folder that it lies in, which is there then.
  private func madeFolder() throws -> URL {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}
