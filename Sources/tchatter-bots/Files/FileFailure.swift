import Foundation

/// What is wrong with a bot's files: one sentence for its operator. Foundation: for what its file functions throw.
struct FileFailure: Error, Equatable {
  let reason: String

  init(_ reason: String) { self.reason = reason }

  /// A system call about a file has failed just now.
  static func system(_ call: String, _ path: String) -> FileFailure {
    FileFailure("\(path): \(call): \(String(cString: strerror(errno)))")
  }

  /// What a function of Foundation has thrown, in the system's words, which it holds under its own.
  /// - Parameter what: such as `FOLDER can't be read`.
  static func foundation(_ what: String, _ error: any Error) -> FileFailure {
    let cause = (error as? CocoaError)?.underlying as? POSIXError
    let words = cause.map { String(cString: strerror($0.code.rawValue)) }
    return FileFailure("\(what): \(words ?? "\(error)")")
  }
}
