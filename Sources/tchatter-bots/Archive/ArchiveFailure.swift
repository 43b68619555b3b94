import Glibc

/// What is wrong with an archive's files: one sentence for its operator.
struct ArchiveFailure: Error, Equatable {
  let reason: String

  init(_ reason: String) { self.reason = reason }

  /// A system call about a file has failed just now.
  static func system(_ call: String, _ path: String) -> ArchiveFailure {
    ArchiveFailure("\(path): \(call): \(String(cString: strerror(errno)))")
  }
}
