import Base
import CLinux
import Glibc

/// A program that runs beside this one and speaks with it over a socket, which is its standard input.
///
/// It gets nothing else of this process: no other descriptor, and no environment but what it is given. When this process ends,
/// however it does, the socket does, by which the program knows.
package final class ChildProcess {
  /// This side of the socket. Its end says that the program's has come, or is near.
  package let stream: Stream
  private let pid: pid_t
  private var hasEnded = false

  /// Starts it.
  /// - Parameters:
  ///   - path: of the program.
  ///   - arguments: behind its name.
  ///   - environment: as `NAME=VALUE`.
  package init(_ reactor: Reactor, path: String, arguments: [String], environment: [String]) throws(SystemError) {
    let (ours, theirs) = try Self.makeSockets()
    defer { _ = Glibc.close(theirs) }
    let stream = try Stream(reactor, connected: ours)
    do {
      pid = try Self.spawn(path, [path] + arguments, environment, input: theirs)
    } catch {
      stream.close()
      throw error
    }
    self.stream = stream
  }

  deinit { _ = end() }

  private static func makeSockets() throws(SystemError) -> (Int32, Int32) {
    var pair: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &pair) == 0 else { throw SystemError("socketpair") }
    let (ours, theirs) = (pair[0], pair[1])
    guard fcntl(ours, F_SETFL, O_NONBLOCK) == 0 else {
      let error = SystemError("fcntl")
      for descriptor in pair { _ = Glibc.close(descriptor) }
      throw error
    }
    return (ours, theirs)
  }

  private static func spawn(
    _ path: String, _ arguments: [String], _ environment: [String], input: Int32
  ) throws(SystemError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    for output: Int32 in [1, 2] { posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0) }
    posix_spawn_file_actions_addclosefrom_np(&actions, 3)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The loop blocks the signals that it watches, which the program would inherit.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var pid: pid_t = 0
    let number = withCStrings(arguments) { arguments in
      withCStrings(environment) { posix_spawn(&pid, path, &actions, &attributes, arguments, $0) }
    }
    guard number == 0 else { throw SystemError(number: number, call: path) }
    return pid
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let pointers = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeBufferPointer { buffer in
      // There is one element at least.
      var end: UnsafeMutablePointer<CChar>?
      return withUnsafePointer(to: &end) { body(buffer.baseAddress ?? $0) }
    }
  }

  /// Ends it, unless it has ended by itself, and takes from the kernel what is left of it. Waits for its end, which is near: nothing
  /// holds up who is killed.
  /// - Returns: how it ended, for people; nothing the second time.
  package func end() -> String {
    guard !hasEnded else { return "" }
    hasEnded = true
    stream.close()
    kill(pid, SIGKILL)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 { guard errno == EINTR else { return "unknown" } }
    let signal = status & 0x7F
    return signal == 0 ? "status \(status >> 8 & 0xFF)" : "signal \(signal)"
  }
}
