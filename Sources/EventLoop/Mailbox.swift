import CLinux
import Glibc
import Synchronization

/// The way into a loop from other threads: what is posted runs on the loop's thread, in the order of posting.
///
/// The body is handed the reactor, because a sendable closure cannot hold anything that lives on the loop.
package final class Mailbox: Sendable {
  package typealias Body = @Sendable (Reactor) -> Void

  /// One posted body, above those posted before.
  private final class Letter: Sendable {
    let body: Body
    /// The next older letter, as in `top`. Written before the letter is published, never after.
    let below = Atomic<UInt>(0)

    init(_ body: @escaping Body) { self.body = body }
  }

  /// The newest letter, unmanaged and retained; 0 for none. Posting puts one on top, the loop takes all at once: with no
  /// other operation a stack needs no lock.
  private let top = Atomic<UInt>(0)
  /// An eventfd: readable while something is posted.
  let descriptor: Int32

  init() throws(SystemError) {
    descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard descriptor >= 0 else { throw SystemError("eventfd") }
  }

  deinit {
    _ = takeAll()
    _ = Glibc.close(descriptor)
  }

  /// Runs `body` on the loop, soon. From any thread, the loop's own included. Harmless after the loop has ended.
  package func post(_ body: @escaping Body) {
    let letter = Letter(body)
    let bits = UInt(bitPattern: Unmanaged.passRetained(letter).toOpaque())
    var below = top.load(ordering: .relaxed)
    while true {
      letter.below.store(below, ordering: .relaxed)
      let (exchanged, found) = top.compareExchange(expected: below, desired: bits, ordering: .acquiringAndReleasing)
      if exchanged { break }
      below = found
    }
    // Whoever posts onto an empty stack wakes the loop, which will take all.
    if below == 0 { _ = eventfd_write(descriptor, 1) }
  }

  /// Runs what was posted; what is posted meanwhile waits for the next turn.
  func run(on reactor: Reactor) {
    var count: UInt64 = 0
    _ = eventfd_read(descriptor, &count)
    for letter in takeAll().reversed() { letter.body(reactor) }
  }

  /// All letters, the newest first.
  private func takeAll() -> [Letter] {
    var letters: [Letter] = []
    var bits = top.exchange(0, ordering: .acquiringAndReleasing)
    while let pointer = UnsafeRawPointer(bitPattern: bits) {
      let letter = Unmanaged<Letter>.fromOpaque(pointer).takeRetainedValue()
      letters.append(letter)
      bits = letter.below.load(ordering: .relaxed)
    }
    return letters
  }
}
