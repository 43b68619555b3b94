import Glibc

/// A file that only grows: what is appended counts once it has reached the disk, and what was only half written is cut off
/// again.
final class AppendedFile {
  let path: String
  /// Bytes that have reached the disk.
  private(set) var length: Int
  private let descriptor: Int32

  /// Opens the file, or makes it.
  init(_ path: String) throws(FileFailure) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
    guard descriptor >= 0 else { throw .system("open", path) }
    let end = lseek(descriptor, 0, SEEK_END)
    guard end >= 0 else {
      close(descriptor)
      throw .system("lseek", path)
    }
    length = Int(end)
  }

  deinit { close(descriptor) }

  /// Writes all of it to the disk, or nothing.
  /// - Parameter isSynced: whether it must outlive a crash of the machine, too; else it outlives one of the program.
  func append(_ bytes: [UInt8], isSynced: Bool = true) throws(FileFailure) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done, off_t(length + done))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw undone("write") }
      done += count
    }
    guard !isSynced || fdatasync(descriptor) == 0 else { throw undone("fdatasync") }
    length += bytes.count
  }

  /// What failed, with the file as it was before.
  private func undone(_ call: String) -> FileFailure {
    let failure = FileFailure.system(call, path)
    _ = ftruncate(descriptor, off_t(length))
    return failure
  }

  /// Cuts off what is behind `length` bytes.
  func cut(to length: Int) throws(FileFailure) {
    guard ftruncate(descriptor, off_t(length)) == 0, fdatasync(descriptor) == 0 else {
      throw .system("ftruncate", path)
    }
    self.length = length
  }

  /// Of a file that others may write: bytes.
  static func length(of path: String) throws(FileFailure) -> Int {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw .system("stat", path) }
    return Int(status.st_size)
  }

  /// All that is in it.
  func read() throws(FileFailure) -> [UInt8] { try Self.read(descriptor, path) }

  static func read(_ path: String) throws(FileFailure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw .system("open", path) }
    defer { close(descriptor) }
    return try read(descriptor, path)
  }

  /// A part of a file, to its end where none is given.
  /// - Parameter most: bytes, beyond which it is refused.
  static func read(_ path: String, from start: Int, to end: Int?, most: Int) throws(FileFailure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw .system("open", path) }
    defer { close(descriptor) }
    let end = end ?? Int(lseek(descriptor, 0, SEEK_END))
    guard start <= end, end - start <= most else { throw FileFailure("\(path) is not as it was written") }
    var bytes = [UInt8](repeating: 0, count: end - start)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done, off_t(start + done))
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .system("read", path) }
      guard count > 0 else { throw FileFailure("\(path) is not as it was written") }
      done += count
    }
    return bytes
  }

  private static func read(_ descriptor: Int32, _ path: String) throws(FileFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = chunk.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(bytes.count)) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .system("read", path) }
      guard count > 0 else { return bytes }
      guard bytes.count + count <= ArchiveFolder.greatestSegment else {
        throw FileFailure("\(path) is too large to be a segment of an archive")
      }
      bytes += chunk[..<count]
    }
  }

  /// Makes what was created or renamed in a folder outlive a crash of the machine.
  static func syncFolder(_ path: String) throws(FileFailure) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("open", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .system("fsync", path) }
  }
}
