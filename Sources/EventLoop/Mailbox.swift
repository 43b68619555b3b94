import CLinux
import Glibc
import Synchronization

/// The way into a loop from other threads: what is posted runs on the loop's thread, in the order of posting.
///
/// The body is handed the reactor, because a sendable closure cannot hold anything that lives on the loop.
package final class Mailbox: Sendable {
  package typealias Body = @Sendable (Reactor) -> Void

  private let posted = Mutex<[Body]>([])
  /// An eventfd: readable while something is posted.
  let descriptor: Int32

  init() throws(SystemError) {
    descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard descriptor >= 0 else { throw SystemError("eventfd") }
  }

  deinit { _ = Glibc.close(descriptor) }

  /// Runs `body` on the loop, soon. From any thread, the loop's own included. Harmless after the loop has ended.
  package func post(_ body: @escaping Body) {
    let wasEmpty = posted.withLock { queue in
      queue.append(body)
      return queue.count == 1
    }
    if wasEmpty { _ = eventfd_write(descriptor, 1) }
  }

  /// Runs what was posted; what is posted meanwhile waits for the next turn.
  func run(on reactor: Reactor) {
    var count: UInt64 = 0
    _ = eventfd_read(descriptor, &count)
    let bodies = posted.withLock { queue in
      defer { queue = [] }
      return queue
    }
    for body in bodies { body(reactor) }
  }
}
