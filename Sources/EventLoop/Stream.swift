import Base
import CLinux
import Glibc

/// A connected socket: bytes in go to its handler, bytes out wait in its outbox until the turn's end.
///
/// Everything may be called at any time, on a closed stream too, where it does nothing. The reactor keeps an open stream
/// alive; a stream keeps its handler until it has told it `closed`. An idle stream takes 96 bytes and its place in the
/// reactor's table.
package final class Stream: Source {
  /// How long `closeAfterFlush` takes at most: for the rest of the outbox and the peer's end of the connection.
  package static let lingerLimit: TimeSpan = .seconds(5)
  /// How many receive buffers of a lingering stream are thrown away before it is closed hard.
  static let lingerReads: UInt16 = 16

  package var handler: (any StreamHandler)?
  // The run-time check for overlapping access took half of a delivery's time. Nothing calls out while it changes these.
  @exclusivity(unchecked) private var outbox = Outbox()
  @exclusivity(unchecked) private var state: State
  private var discardedReads: UInt16 = 0
  /// Limits connecting, and closing after a flush; most streams have none.
  private var deadline: Timer?

  private struct State: OptionSet {
    let rawValue: UInt16
    static let closed = State(rawValue: 1)
    static let dirty = State(rawValue: 2)
    /// The kernel refused bytes; EPOLLOUT is armed.
    static let blocked = State(rawValue: 4)
    static let connecting = State(rawValue: 8)
    static let paused = State(rawValue: 16)
    static let readEnded = State(rawValue: 32)
    /// Shut the writing half when the outbox is empty.
    static let endsWriting = State(rawValue: 64)
    static let writeEnded = State(rawValue: 128)
    /// `closeAfterFlush` was called: what still comes is thrown away.
    static let closing = State(rawValue: 256)
    /// Out of the kernel's set, because it would report a hang-up for as long as nobody reads.
    static let parked = State(rawValue: 512)
  }

  /// Takes over a connected socket that does not block.
  init(_ reactor: Reactor, connected descriptor: Int32) throws(SystemError) {
    state = []
    super.init(reactor: reactor, descriptor: descriptor)
    try reactor.register(self, events: EPOLLIN.rawValue)
  }

  private init(_ reactor: Reactor, connecting descriptor: Int32) {
    state = [.connecting]
    super.init(reactor: reactor, descriptor: descriptor)
  }

  deinit { if descriptor >= 0 { _ = Glibc.close(descriptor) } }

  // MARK: Connecting

  /// Begins to connect; `handler` hears `streamConnected`, or `closed` with the failure: never from within this call.
  /// What is written before goes out once connected.
  /// - Parameter timeout: after which it has failed with `ETIMEDOUT`.
  package static func connect(
    _ reactor: Reactor, to address: SocketAddress, timeout: TimeSpan, handler: any StreamHandler
  ) -> Stream {
    do {
      let stream = Stream(reactor, connecting: try Socket.open(address.family))
      stream.handler = handler
      stream.beginConnecting(to: address, timeout: timeout)
      return stream
    } catch {
      let stream = Stream(reactor, connecting: -1)
      stream.handler = handler
      stream.finish(.failure(error))
      return stream
    }
  }

  private func beginConnecting(to address: SocketAddress, timeout: TimeSpan) {
    Socket.setNoDelay(descriptor)
    let result = address.withKernelForm { Glibc.connect(descriptor, $0, $1) }
    // EINTR: the attempt goes on, as with EINPROGRESS.
    guard result == 0 || errno == EINPROGRESS || errno == EINTR else { return finish(.failure(SystemError("connect"))) }
    do {
      try reactor.register(self, events: EPOLLOUT.rawValue)
    } catch {
      return finish(.failure(error))
    }
    setDeadline(timeout, .failure(SystemError(number: ETIMEDOUT, call: "connect")))
  }

  private func finishConnecting() {
    let number = Socket.pendingError(descriptor)
    guard number == 0 else { return finish(.failure(SystemError(number: number, call: "connect"))) }
    state.remove(.connecting)
    if !state.contains(.closing) { clearDeadline() }
    updateInterest()
    handler?.streamConnected(self)
    if isOpen { flush() }
  }

  private func setDeadline(_ span: TimeSpan, _ reason: CloseReason) {
    clearDeadline()
    deadline = reactor.after(span) { [unowned self] in self.giveUp(reason) }
  }

  private func clearDeadline() {
    deadline?.cancel()
    deadline = nil
  }

  private func giveUp(_ reason: CloseReason) {
    Socket.setResetOnClose(descriptor)
    finish(reason)
  }

  // MARK: Facts

  /// Whether the owner can still write: not closed, and not about to.
  package var isOpen: Bool { !state.contains(.closed) }
  package var isWritable: Bool { state.isDisjoint(with: [.closed, .closing, .endsWriting, .writeEnded]) }
  package var isConnected: Bool { state.isDisjoint(with: [.closed, .connecting]) }
  package var isReadingPaused: Bool { state.contains(.paused) }

  /// Bytes that wait to be taken by the kernel.
  package var outboxCount: Int { outbox.count }

  /// The peer's address; nothing once closed.
  package var remoteAddress: SocketAddress? { descriptor < 0 ? nil : Socket.remoteAddress(descriptor) }
  package var localAddress: SocketAddress? { descriptor < 0 ? nil : Socket.localAddress(descriptor) }

  /// Limits what the kernel buffers for a peer that does not read; the kernel doubles the value. Bytes.
  package func setSendBuffer(_ bytes: Int32) {
    guard descriptor >= 0 else { return }
    Socket.set(descriptor, SOL_SOCKET, SO_SNDBUF, bytes)
  }

  /// Ends the stream once something that was written has not reached the peer's machine for so long: one that is gone
  /// without a word is kept by the kernel for a quarter of an hour else.
  package func setLongestSilence(_ span: TimeSpan) {
    guard descriptor >= 0 else { return }
    Socket.set(descriptor, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, Int32(clamping: span.milliseconds))
  }

  // MARK: Writing

  /// Sends `slice` at the end of the turn. The bytes are not copied.
  package func write(_ slice: ByteSlice) {
    guard isWritable, !slice.isEmpty else { return }
    reactor.traffic.queued &+= UInt64(slice.count)
    outbox.append(slice)
    markDirty()
  }

  /// Sends a copy of `bytes` at the end of the turn.
  package func write(_ bytes: [UInt8]) {
    guard isWritable, !bytes.isEmpty else { return }
    write(ByteSlice(copying: bytes))
  }

  private func markDirty() {
    guard state.isDisjoint(with: [.dirty, .blocked, .connecting]) else { return }
    state.insert(.dirty)
    reactor.markDirty(self)
  }

  /// Sends what waits, as far as the kernel takes it.
  func flush() {
    state.remove(.dirty)
    guard state.isDisjoint(with: [.closed, .blocked, .connecting]) else { return }
    while !outbox.isEmpty {
      let (offered, sent) = outbox.hasOneSlice ? sendSlice() : sendSlices()
      guard sent >= 0 else { return refused() }
      reactor.traffic.written &+= UInt64(sent)
      outbox.consume(sent)
      // The kernel's buffer is full.
      if sent < offered { return block() }
    }
    flushed()
  }

  /// One system call for the only slice that waits, without the detour by a vector.
  private func sendSlice() -> (offered: Int, sent: Int) {
    guard let slice = outbox.first else { return (0, 0) }
    let bytes = slice.bytes
    return (bytes.count, Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)))
  }

  /// One system call for as many slices as a vector holds. `writev`, but without SIGPIPE.
  private func sendSlices() -> (offered: Int, sent: Int) {
    let filled = outbox.gather(into: reactor.vectors)
    var message = msghdr()
    message.msg_iov = reactor.vectors.baseAddress
    message.msg_iovlen = filled.slices
    return (filled.bytes, Glibc.sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL)))
  }

  /// The outbox is empty: do what waited for that.
  private func flushed() {
    if state.contains(.closing) {
      beginLinger()
    } else if state.contains(.endsWriting) {
      endWriting()
    }
  }

  /// The kernel took nothing.
  private func refused() {
    guard [EAGAIN, EINTR, ENOBUFS, ENOMEM].contains(errno) else { return finish(.failure(SystemError("send"))) }
    block()
  }

  private func block() {
    state.insert(.blocked)
    updateInterest()
  }

  /// The kernel takes bytes again after it had refused some.
  private func unblock() {
    state.remove(.blocked)
    flush()
    guard state.isDisjoint(with: [.closed, .blocked]) else { return }
    updateInterest()
    if !state.contains(.closing) { handler?.streamDrained(self) }
  }

  /// Ends this side's writing once the outbox is empty; reading goes on.
  package func shutdownWrite() {
    guard isWritable else { return }
    state.insert(.endsWriting)
    markDirty()
  }

  private func endWriting() {
    guard !state.contains(.writeEnded) else { return }
    state.insert(.writeEnded)
    Glibc.shutdown(descriptor, Int32(SHUT_WR))
    if state.contains(.readEnded) { finish(.peer) }
  }

  // MARK: Reading

  override func ready(_ events: UInt32) {
    if state.contains(.connecting) { return finishConnecting() }
    if events & EPOLLOUT.rawValue != 0, state.contains(.blocked) { unblock() }
    let others = EPOLLIN.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue
    guard events & others != 0, isOpen else { return }
    if wantsToRead { receive(events) } else { hangUp(events) }
  }

  private var wantsToRead: Bool { state.isDisjoint(with: [.paused, .readEnded, .closed]) }

  private func receive(_ events: UInt32) {
    let buffer = reactor.receiveBuffer
    let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
    if count > 0 {
      received(UnsafeMutableRawBufferPointer(rebasing: buffer[0..<count]))
    } else if count == 0 {
      endReading()
    } else if errno != EAGAIN && errno != EINTR {
      finish(.failure(SystemError("recv")))
    } else if events & EPOLLERR.rawValue != 0 {
      hangUp(events)
    }
  }

  private func received(_ bytes: UnsafeMutableRawBufferPointer) {
    guard state.contains(.closing) else {
      handler?.stream(self, received: bytes)
      return
    }
    discardedReads += 1
    if discardedReads >= Self.lingerReads { giveUp(.lingered) }
  }

  private func endReading() {
    state.insert(.readEnded)
    if state.contains(.writeEnded) { return finish(state.contains(.closing) ? .local : .peer) }
    updateInterest()
    if !state.contains(.closing) { handler?.streamEndedReading(self) }
  }

  /// The connection broke, or both halves ended, while nobody reads.
  private func hangUp(_ events: UInt32) {
    if events & EPOLLERR.rawValue != 0 {
      let number = Socket.pendingError(descriptor)
      finish(.failure(SystemError(number: number == 0 ? ECONNRESET : number, call: "poll")))
    } else if state.contains(.readEnded) {
      finish(.peer)
    } else if events & EPOLLHUP.rawValue != 0, !state.contains(.parked) {
      state.insert(.parked)
      updateInterest()
    }
  }

  /// Leaves further bytes in the kernel, which slows the peer down.
  package func pauseReading() {
    guard isOpen, !state.contains(.paused) else { return }
    state.insert(.paused)
    updateInterest()
  }

  package func resumeReading() {
    guard isOpen, state.contains(.paused) else { return }
    state.remove([.paused, .parked])
    updateInterest()
  }

  /// Tells the kernel what to watch for.
  private func updateInterest() {
    guard isOpen, !state.contains(.connecting) else { return }
    var events: UInt32 = wantsToRead ? EPOLLIN.rawValue : 0
    if state.contains(.blocked) { events |= EPOLLOUT.rawValue }
    // Level-triggered hang-ups are reported whatever the mask says, but a one-shot reports only once.
    if state.contains(.parked) { events |= EPOLLONESHOT.rawValue }
    reactor.modify(self, events: events)
  }

  // MARK: Closing

  /// Sends what waits, ends this side, waits for the peer's end so that it gets the last bytes (closing with bytes unread
  /// would make the kernel reset the connection, and the peer might lose them), then closes. What comes meanwhile is
  /// thrown away. Takes at most `lingerLimit`.
  package func closeAfterFlush() {
    guard isOpen, !state.contains(.closing) else { return }
    state.insert(.closing)
    state.remove([.paused, .parked])
    setDeadline(Self.lingerLimit, .lingered)
    updateInterest()
    markDirty()
  }

  private func beginLinger() {
    if state.contains(.readEnded) { return finish(.local) }
    guard !state.contains(.writeEnded) else { return }
    state.insert(.writeEnded)
    Glibc.shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Closes now; what the kernel has not taken is lost.
  package func close() {
    guard isOpen else { return }
    finish(.local)
  }

  /// Closes now by a reset: the peer sees an error, and the kernel keeps nothing of the connection.
  package func abort() {
    guard isOpen else { return }
    giveUp(.local)
  }

  private func finish(_ reason: CloseReason) {
    guard isOpen else { return }
    clearDeadline()
    state.insert(.closed)
    reactor.traffic.givenUp &+= UInt64(outbox.count)
    outbox.removeAll()
    reactor.bury(self, reason)
    release()
  }

  private func release() {
    if registration != 0 { reactor.forget(self) }
    if descriptor >= 0 { _ = Glibc.close(descriptor) }
    descriptor = -1
  }

  func tellClosed(_ reason: CloseReason) {
    let handler = self.handler
    self.handler = nil
    handler?.stream(self, closed: reason)
  }

  override func detach() {
    registration = 0
    state.insert(.closed)
    deadline = nil
    outbox.removeAll()
    handler = nil
    release()
  }
}
