import Glibc

/// Writes whole lines to a descriptor and never waits: what does not fit is left out and counted, since a reader of the
/// log that stopped reading, or a full disk, must not stop the chat.
///
/// - A pipe or a terminal is opened once more, without blocking, so that the descriptor itself – which is shared with
///   the parent process and its other children – keeps its mode.
/// - A socket is written with `MSG_DONTWAIT`.
/// - A file is written as it is.
package final class LineWriter {
  /// How many lines were left out, in all.
  package private(set) var dropped = 0
  private var unreported = 0
  private let descriptor: Int32
  private let kind: Kind

  private enum Kind { case reopened, socket, asIs, polled }

  /// Ignores SIGPIPE in the whole process: a reader that went away must not end it.
  package init(_ descriptor: Int32) {
    signal(SIGPIPE, SIG_IGN)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      (self.descriptor, kind) = (descriptor, .asIs)
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFSOCK: (self.descriptor, kind) = (descriptor, .socket)
    case S_IFIFO, S_IFCHR:
      let again = open("/proc/self/fd/\(descriptor)", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
      (self.descriptor, kind) = again >= 0 ? (again, .reopened) : (descriptor, .polled)
    default: (self.descriptor, kind) = (descriptor, .asIs)
    }
  }

  deinit { if kind == .reopened { close(descriptor) } }

  /// Writes a line, or leaves it out.
  package func write(_ line: [UInt8]) {
    if unreported > 0 {
      let reason = "the log's reader was too slow, or there was no space"
      guard put(Array("\(unreported) log lines were left out: \(reason)\n".utf8)) else { return leaveOut() }
      unreported = 0
    }
    if !put(line) { leaveOut() }
  }

  private func leaveOut() {
    dropped += 1
    unreported += 1
  }

  private func put(_ line: [UInt8]) -> Bool {
    switch kind {
    case .socket: send(descriptor, line, line.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)) == line.count
    case .reopened, .asIs: Glibc.write(descriptor, line, line.count) == line.count
    case .polled: isReady && Glibc.write(descriptor, line, line.count) == line.count
    }
  }

  private var isReady: Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&entry, 1, 0) == 1 && entry.revents & Int16(POLLOUT) != 0
  }
}
