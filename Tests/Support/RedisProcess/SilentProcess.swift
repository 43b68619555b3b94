import Glibc
import Synchronization

/// A child process without an output. One with an input keeps waiting for it for as long as this process lives.
final class SilentProcess {
  /// Held while an input is made and while a child is started, so that no child inherits another one's input.
  private static let starting = Mutex(())

  let identifier: pid_t
  private var input: Int32 = -1
  private var hasEnded = false

  /// - Parameter words: the program, which is looked for in PATH unless it is a path, and its arguments.
  init(_ words: [String], hasInput: Bool = false) throws {
    var ends: [Int32] = [-1, -1]
    if hasInput {
      let isMade = Self.starting.withLock { _ in
        guard pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return true
      }
      guard isMade else { throw RedisProcess.Failed(description: "no pipe") }
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if hasInput {
      posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // A thread of the test process may hold signals back, which the child would inherit.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var identifier: pid_t = 0
    let status = Self.starting.withLock { _ in
      posix_spawnp(&identifier, words[0], &actions, &attributes, &arguments, environ)
    }
    if hasInput { close(ends[0]) }
    guard status == 0 else { throw RedisProcess.Failed(description: "\(words[0]) cannot be run: is it installed?") }
    self.identifier = identifier
    input = ends[1]
  }

  deinit { if input >= 0 { close(input) } }

  var isRunning: Bool {
    if !hasEnded { hasEnded = waitpid(identifier, nil, WNOHANG) != 0 }
    return !hasEnded
  }

  func wait() {
    // A signal that comes to this process ends the call, not the wait.
    if !hasEnded { while waitpid(identifier, nil, 0) < 0, errno == EINTR {} }
    hasEnded = true
  }

  func signal(_ number: Int32) {
    if isRunning { _ = Glibc.kill(identifier, number) }
  }
}
