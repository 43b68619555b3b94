import Base
import CLinux
import Glibc

/// The loop: one epoll descriptor, one receive buffer, one thread.
///
/// A turn waits for events, hands them to their sources, fires the due timers, tells the owners of closed streams, runs
/// what was put off (`soon`) and the turn's end (`onTurnEnd`), and then flushes every stream that was written to, once.
/// Handlers therefore only append to outboxes; what a turn wrote to a stream leaves in one system call.
///
/// Made on the thread that runs it, and confined to it, with everything that hangs on it. `mailbox` is the way in from
/// elsewhere.
package final class Reactor {
  package struct Configuration: Sendable {
    /// How many events one wait takes at most. Short rounds reach the flush sooner, which serves many small rooms better
    /// than long ones, and cost a fan-out nothing.
    package var eventsPerRound = 16
    /// Bytes of the one receive buffer, and so of one `received` call.
    package var receiveBufferSize = 64 * 1024
    /// Slices that one `sendmsg` takes at most.
    package var slicesPerSend = 64

    package init() {}
  }

  package let configuration: Configuration
  package let mailbox: Mailbox
  /// By the monotonic clock, read once a turn.
  package private(set) var now: Instant
  /// How many turns there have been.
  package private(set) var turns: UInt64 = 0

  let receiveBuffer: UnsafeMutableRawBufferPointer
  let vectors: UnsafeMutableBufferPointer<iovec>
  private let events: UnsafeMutableBufferPointer<epoll_event>
  private let poller: Int32
  private var registry = Registry()
  private let timers = TimerQueue()
  private let signals = Signals()
  private var turnBeginnings: [() -> Void] = []
  private var turnEnds: [() -> Void] = []
  private var postponed: [() -> Void] = []
  /// Streams with something to flush. Unowned: one that closes meanwhile stays alive in `closed` or `buried` until after.
  /// Unchecked as in `Stream`.
  @exclusivity(unchecked) private var dirty: [Unmanaged<Stream>] = []
  private var flushing: [Unmanaged<Stream>] = []
  /// What all streams were given to send, and what became of it. Unchecked as in `Stream`.
  @exclusivity(unchecked) package internal(set) var traffic = Traffic()
  private var closed: [(stream: Stream, reason: CloseReason)] = []
  private var buried: [(stream: Stream, reason: CloseReason)] = []
  private var wallClockOfTurn: Int64 = 0
  private var isStopped = false
  private var isTurning = false

  package init(_ configuration: Configuration = Configuration()) throws(SystemError) {
    self.configuration = configuration
    mailbox = try Mailbox()
    poller = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard poller >= 0 else { throw SystemError("epoll_create1") }
    receiveBuffer = .allocate(byteCount: max(configuration.receiveBufferSize, 1), alignment: 64)
    vectors = .allocate(capacity: max(configuration.slicesPerSend, 1))
    events = .allocate(capacity: max(configuration.eventsPerRound, 1))
    now = Clock.monotonic
    try listenToMailbox()
  }

  deinit {
    timers.removeAll()
    for source in registry.removeAll() { source.detach() }
    for (stream, _) in closed { stream.detach() }
    _ = Glibc.close(poller)
    receiveBuffer.deallocate()
    vectors.deallocate()
    events.deallocate()
  }

  private func listenToMailbox() throws(SystemError) {
    _ = try Watcher(self, descriptor: mailbox.descriptor, events: EPOLLIN.rawValue) { [unowned self] _ in
      mailbox.run(on: self)
    }
  }

  // MARK: Time

  /// Milliseconds since 1970, read at most once a turn.
  package var wallClock: Int64 {
    if wallClockOfTurn == 0 { wallClockOfTurn = Clock.wall }
    return wallClockOfTurn
  }

  /// Runs `body` once, `span` from this turn's start, or somewhat later: the wait is in whole milliseconds.
  @discardableResult
  package func after(_ span: TimeSpan, _ body: @escaping () -> Void) -> Timer {
    schedule(Timer(interval: nil, queue: timers, body: body), in: span)
  }

  /// Runs `body` every `interval` (at least a nanosecond) until cancelled. A firing that comes late is not made up for twice.
  @discardableResult
  package func every(_ interval: TimeSpan, _ body: @escaping () -> Void) -> Timer {
    schedule(Timer(interval: max(interval, .nanoseconds(1)), queue: timers, body: body), in: interval)
  }

  private func schedule(_ timer: Timer, in span: TimeSpan) -> Timer {
    if !isTurning { now = Clock.monotonic }
    timers.add(timer, at: now + span)
    return timer
  }

  // MARK: Running

  /// Turns until `stop`.
  package func run() {
    while !isStopped { turn() }
    isStopped = false
  }

  /// Ends `run` after the current turn. Before `run` it makes that return at once.
  package func stop() { isStopped = true }

  /// Registers what is done at the beginning of each turn, once `now` is read and before any event is handed out.
  package func onTurnBegin(_ body: @escaping () -> Void) { turnBeginnings.append(body) }

  /// Registers what is done at the end of each turn, in the order of registration, before the streams are flushed.
  package func onTurnEnd(_ body: @escaping () -> Void) { turnEnds.append(body) }

  /// Runs `body` once the handlers of this turn have returned, before its end; when called later than that, in the next
  /// turn, which does not wait.
  package func soon(_ body: @escaping () -> Void) { postponed.append(body) }

  /// Calls `body` whenever the signal `number` comes, instead of what the signal does by itself. See `Signals` on threads.
  package func onSignal(_ number: Int32, _ body: @escaping () -> Void) throws(SystemError) {
    try signals.watch(number, on: self, body)
  }

  /// One turn. Waits for an event or a timer, but no longer than `timeout` when given.
  package func turn(timeout: TimeSpan? = nil) {
    precondition(!isTurning, "a turn cannot be part of a turn")
    let ready = epoll_wait(poller, events.baseAddress, Int32(events.count), wait(atMost: timeout))
    isTurning = true
    defer { isTurning = false }
    now = Clock.monotonic
    wallClockOfTurn = 0
    turns &+= 1
    for body in turnBeginnings { body() }
    dispatch(Int(ready))
    timers.fireDue(at: now)
    buryClosed()
    runPostponed()
    for body in turnEnds { body() }
    flush()
  }

  /// Hands out what the wait brought; −1 (a signal came) is nothing.
  private func dispatch(_ count: Int) {
    var index = 0
    while index < count {
      let event = events[index]
      registry.source(for: event.data.u64)?.ready(event.events)
      index += 1
    }
  }

  private func runPostponed() {
    guard !postponed.isEmpty else { return }
    let bodies = postponed
    postponed = []
    for body in bodies { body() }
  }

  /// For epoll: milliseconds, rounded up so that a timer is due when the wait ends; −1 without limit.
  private func wait(atMost timeout: TimeSpan?) -> Int32 {
    if !dirty.isEmpty || !closed.isEmpty || !postponed.isEmpty { return 0 }
    var limit = timeout ?? .forever
    if let deadline = timers.nextDeadline { limit = min(limit, deadline - Clock.monotonic) }
    return limit == .forever ? -1 : Int32(clamping: limit.millisecondsRoundedUp)
  }

  // MARK: Streams

  /// How many streams and listeners are registered, the loop's own few included.
  package var sourceCount: Int { registry.count }

  func markDirty(_ stream: Stream) { dirty.append(Unmanaged.passUnretained(stream)) }

  /// Takes in a stream that has just closed: its owner is told at the end of the turn.
  func bury(_ stream: Stream, _ reason: CloseReason) { closed.append((stream, reason)) }

  /// Tells the owners of the streams that have closed, those that close while being told included.
  private func buryClosed() {
    var told = 0
    while told < closed.count {
      let (stream, reason) = closed[told]
      stream.tellClosed(reason)
      told += 1
    }
    // Some may still stand in `dirty`; the coming flush passes them over, and then nothing refers to them any more.
    swap(&closed, &buried)
  }

  /// Sends what the turn wrote. Streams that are written to meanwhile are flushed in the next turn, which does not wait.
  private func flush() {
    if !dirty.isEmpty {
      swap(&dirty, &flushing)
      for stream in flushing { stream._withUnsafeGuaranteedRef { $0.flush() } }
      flushing.removeAll(keepingCapacity: true)
    }
    if !buried.isEmpty { buried.removeAll(keepingCapacity: true) }
  }

  // MARK: Registration

  func register(_ source: Source, events: UInt32) throws(SystemError) {
    registry.insert(source)
    guard control(EPOLL_CTL_ADD, source, events) == 0 else {
      let error = SystemError("epoll_ctl")
      registry.remove(source)
      throw error
    }
  }

  func modify(_ source: Source, events: UInt32) { _ = control(EPOLL_CTL_MOD, source, events) }

  /// Lets go of a source whose descriptor stays open.
  func deregister(_ source: Source) {
    if registry.holds(source) { _ = control(EPOLL_CTL_DEL, source, 0) }
    registry.remove(source)
  }

  /// Lets go of a source whose descriptor is about to be closed, which takes it out of the kernel's set by itself.
  func forget(_ source: Source) { registry.remove(source) }

  private func control(_ operation: Int32, _ source: Source, _ events: UInt32) -> Int32 {
    var event = epoll_event(events: events, data: epoll_data_t(u64: Registry.data(of: source)))
    return epoll_ctl(poller, operation, source.descriptor, &event)
  }
}
