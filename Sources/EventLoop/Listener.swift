import Base
import CLinux
import Glibc

/// A listening socket that survives having no descriptors left.
///
/// With level-triggered epoll a connection that cannot be accepted would be reported again at once, forever. So one
/// descriptor is held in reserve: at the limit it is given up to accept the waiting connection and turn it away, then
/// taken again, and accepting rests for `backOff`.
package final class Listener: Source {
  /// How long accepting rests after the system ran out of something.
  package static let backOff: TimeSpan = .milliseconds(100)
  /// Connections taken in one turn; the streams that are there need their share of it.
  static let acceptsPerTurn = 16
  /// Refused connections that may be open at once, so that their peers get to read the refusal; more are just closed.
  static let refusalsAtOnce = 64

  /// Asked before each connection is taken; one that is not admitted gets `refusal` and is closed.
  package var admits: () -> Bool = { true }
  /// What a connection that is turned away is sent, such as a 503.
  package var refusal: [UInt8] = []
  /// How many were turned away, for want of descriptors or because not admitted.
  package private(set) var refusedCount: UInt64 = 0

  private var accept: ((Stream) -> Void)?
  private var reserve: Int32
  private var rest: Timer?
  private var isPaused = false
  private var refusals = 0

  /// Listens on `address`; port 0 lets the kernel choose (see `localAddress`).
  /// - Parameters:
  ///   - backlog: connections that the kernel completes ahead; it caps this at `net.core.somaxconn`.
  ///   - sendBuffer: bytes of `SO_SNDBUF` for the accepted sockets; the kernel's own choice when absent.
  ///   - accept: handed each connection; sets its handler.
  package init(
    _ reactor: Reactor, address: SocketAddress, backlog: Int32 = 4096, reusePort: Bool = false,
    sendBuffer: Int32? = nil, accept: @escaping (Stream) -> Void
  ) throws(SystemError) {
    self.accept = accept
    reserve = Self.openReserve()
    let descriptor = try Socket.open(address.family)
    super.init(reactor: reactor, descriptor: descriptor)
    configure(reusePort: reusePort, sendBuffer: sendBuffer)
    guard address.withKernelForm({ Glibc.bind(descriptor, $0, $1) }) == 0 else { throw SystemError("bind \(address)") }
    guard Glibc.listen(descriptor, backlog) == 0 else { throw SystemError("listen \(address)") }
    try reactor.register(self, events: EPOLLIN.rawValue)
  }

  deinit { closeDescriptors() }

  /// Accepted sockets inherit these on Linux, which saves a call for each.
  private func configure(reusePort: Bool, sendBuffer: Int32?) {
    Socket.set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
    Socket.setNoDelay(descriptor)
    if reusePort { Socket.set(descriptor, SOL_SOCKET, SO_REUSEPORT, 1) }
    if let sendBuffer { Socket.set(descriptor, SOL_SOCKET, SO_SNDBUF, sendBuffer) }
  }

  private static func openReserve() -> Int32 { open("/dev/null", O_RDONLY | O_CLOEXEC) }

  /// Where it listens, with the port that the kernel chose.
  package var localAddress: SocketAddress? { descriptor < 0 ? nil : Socket.localAddress(descriptor) }

  // MARK: Accepting

  override func ready(_ events: UInt32) {
    for _ in 0..<Self.acceptsPerTurn {
      guard registration != 0, !isPaused, acceptOne() else { return }
    }
  }

  /// - Returns: whether there may be more.
  private func acceptOne() -> Bool {
    let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let accepted = accept4(descriptor, nil, nil, flags)
    if accepted >= 0 {
      take(accepted)
      return true
    }
    switch errno {
    case EAGAIN: return false
    case EMFILE, ENFILE:
      turnAwayWithReserve()
      restForAWhile()
      return false
    case ENOBUFS, ENOMEM:
      restForAWhile()
      return false
    // ECONNABORTED, EINTR, EPROTO, EPERM and the network's errors belong to one connection that is gone (accept(2)).
    default: return true
    }
  }

  private func take(_ accepted: Int32) {
    guard admits() else {
      refusedCount += 1
      return refuse(accepted)
    }
    do {
      let stream = try Stream(reactor, connected: accepted)
      accept?(stream)
    } catch {
      restForAWhile()
    }
  }

  /// Sends the refusal and closes in the way that lets the peer read it.
  private func refuse(_ accepted: Int32) {
    guard !refusal.isEmpty, refusals < Self.refusalsAtOnce else { return turnAway(accepted) }
    guard let stream = try? Stream(reactor, connected: accepted) else { return restForAWhile() }
    refusals += 1
    stream.handler = self
    stream.write(refusal)
    stream.closeAfterFlush()
  }

  private func turnAwayWithReserve() {
    guard reserve >= 0 else { return reserve = Self.openReserve() }
    _ = Glibc.close(reserve)
    for _ in 0..<Self.acceptsPerTurn {
      let accepted = accept4(descriptor, nil, nil, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
      guard accepted >= 0 else { break }
      refusedCount += 1
      turnAway(accepted)
    }
    reserve = Self.openReserve()
  }

  /// Sends the refusal as far as the kernel takes it, reads what came so that the close is no reset, and closes at once.
  private func turnAway(_ accepted: Int32) {
    if !refusal.isEmpty {
      _ = refusal.withUnsafeBytes { send(accepted, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      Glibc.shutdown(accepted, Int32(SHUT_WR))
      _ = recv(accepted, reactor.receiveBuffer.baseAddress, reactor.receiveBuffer.count, 0)
    }
    _ = Glibc.close(accepted)
  }

  private func restForAWhile() {
    guard rest == nil, registration != 0 else { return }
    reactor.modify(self, events: 0)
    rest = reactor.after(Self.backOff) { [unowned self] in
      rest = nil
      updateInterest()
    }
  }

  // MARK: Control

  private func updateInterest() {
    guard registration != 0 else { return }
    reactor.modify(self, events: isPaused || rest != nil ? 0 : EPOLLIN.rawValue)
  }

  /// Leaves new connections in the kernel's backlog.
  package func pause() {
    isPaused = true
    updateInterest()
  }

  package func resume() {
    isPaused = false
    updateInterest()
  }

  /// Stops listening. Connections in the backlog are reset by the kernel.
  package func close() {
    guard registration != 0 else { return }
    rest?.cancel()
    rest = nil
    accept = nil
    admits = { true }
    reactor.forget(self)
    closeDescriptors()
  }

  private func closeDescriptors() {
    for open in [descriptor, reserve] where open >= 0 { _ = Glibc.close(open) }
    descriptor = -1
    reserve = -1
  }

  override func detach() {
    registration = 0
    accept = nil
    admits = { true }
    closeDescriptors()
  }
}

/// The owner of refused connections.
extension Listener: StreamHandler {
  package func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {}
  package func stream(_ stream: Stream, closed reason: CloseReason) { refusals -= 1 }
}
