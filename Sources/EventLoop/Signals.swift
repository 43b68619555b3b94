import CLinux
import Glibc

/// Signals as events of the loop, through one signalfd.
///
/// A signal that is watched is blocked for the calling thread and those it starts afterwards: watch before any other
/// thread exists, otherwise the kernel may deliver to that one and end the process.
final class Signals {
  private var bodies: [Int32: () -> Void] = [:]
  private var mask = sigset_t()
  private var descriptor: Int32 = -1
  private var watcher: Watcher?

  init() { sigemptyset(&mask) }

  deinit { if descriptor >= 0 { _ = Glibc.close(descriptor) } }

  /// Calls `body` on the loop whenever the signal `number` comes.
  func watch(_ number: Int32, on reactor: Reactor, _ body: @escaping () -> Void) throws(SystemError) {
    sigaddset(&mask, number)
    guard pthread_sigmask(SIG_BLOCK, &mask, nil) == 0 else { throw SystemError("pthread_sigmask") }
    let made = signalfd(descriptor, &mask, Int32(SFD_NONBLOCK | SFD_CLOEXEC))
    guard made >= 0 else { throw SystemError("signalfd") }
    bodies[number] = body
    guard descriptor < 0 else { return }
    descriptor = made
    watcher = try Watcher(reactor, descriptor: made, events: EPOLLIN.rawValue) { [unowned self] _ in self.drain() }
  }

  private func drain() {
    var info = signalfd_siginfo()
    while read(descriptor, &info, MemoryLayout<signalfd_siginfo>.size) == MemoryLayout<signalfd_siginfo>.size {
      bodies[Int32(truncatingIfNeeded: info.ssi_signo)]?()
    }
  }
}
