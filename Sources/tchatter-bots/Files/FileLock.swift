import Glibc

/// The right to write what bots share, which one process has at a time. It ends with the process, however that ends. Only who
/// may write has the file: others could hold it up by a lock of theirs.
final class FileLock {
  private let descriptor: Int32

  /// - Returns: `nil` when another has it.
  init?(_ path: String) throws(FileFailure) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .system("open", path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let failure = errno
      let error = FileFailure.system("flock", path)
      close(descriptor)
      if failure == EWOULDBLOCK { return nil }
      throw error
    }
  }

  deinit { close(descriptor) }
}
