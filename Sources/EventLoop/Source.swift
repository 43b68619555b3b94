/// Something with a descriptor that the reactor watches.
///
/// The reactor's table owns every registered source, and detaches all that are left when it goes; a source that is not
/// registered does not touch its reactor. That is what makes the unsafe reference safe, which saves two atomic
/// operations on each use.
package class Source {
  unowned(unsafe) let reactor: Reactor
  /// The descriptor; −1 once closed.
  final var descriptor: Int32
  /// Tells this user of the descriptor from those before and after it; 0 while not registered.
  final var registration: UInt32 = 0

  init(reactor: Reactor, descriptor: Int32) {
    self.reactor = reactor
    self.descriptor = descriptor
  }

  /// The descriptor is ready for `events`, a mask of `EPOLLIN` and so on.
  func ready(_ events: UInt32) {}

  /// The reactor is going away; nothing may touch it from now on.
  func detach() {}
}
