import CLinux
import Glibc

/// Watches a descriptor that belongs to somebody else, such as an event or signal descriptor.
package final class Watcher: Source {
  private var body: ((UInt32) -> Void)?

  /// Calls `body` with the ready events, level-triggered, for as long as one of `events` holds.
  package init(
    _ reactor: Reactor, descriptor: Int32, events: UInt32, _ body: @escaping (UInt32) -> Void
  ) throws(SystemError) {
    self.body = body
    super.init(reactor: reactor, descriptor: descriptor)
    try reactor.register(self, events: events)
  }

  override func ready(_ events: UInt32) { body?(events) }

  override func detach() {
    registration = 0
    body = nil
  }

  /// Watches for other events from now on.
  package func change(events: UInt32) {
    guard registration != 0 else { return }
    reactor.modify(self, events: events)
  }

  /// Stops watching; the descriptor stays open.
  package func cancel() {
    guard registration != 0 else { return }
    reactor.deregister(self)
    body = nil
  }
}
