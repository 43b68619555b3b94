import Base
import EventLoop

/// What a link tells its owner.
protocol RedisLinkOwner: AnyObject {
  /// Connected and admitted: commands can be written.
  func linkIsUp()
  /// A reply that does not belong to the admission.
  func link(received reply: ReplyCursor)
  /// The connection is gone, and what was not answered will not be. The link goes on trying by itself.
  func linkIsDown(_ reason: String)
}

/// One connection to Redis that is made again whenever it is lost: finding the server, connecting, admission (password,
/// database, and what else must be said first), replies, pauses with jitter.
package final class RedisLink {
  /// What is said to Redis before the link is up.
  struct Greeting {
    let command: ByteSlice
    /// Whether the other side may answer with an error.
    var isOptional = false
    /// Refuses a reply by throwing.
    let check: (ReplyCursor) throws(RedisFailure) -> Void
  }

  enum State { case down, looking, connecting, greeting, up }

  /// A connection that has lasted so long was not to a server that accepts and hangs up: when it is lost the next attempt
  /// comes soon, however often that happens.
  private static let proof: TimeSpan = .milliseconds(250)

  private(set) var state = State.down
  /// Why the link is not up, or was not before.
  package private(set) var reason = "Redis has not been reached yet"
  weak var owner: (any RedisLinkOwner)?
  /// Made anew for each connection.
  var greetings: () -> [Greeting] = { [] }

  /// Where it is connected, or tries to: as it was told, and in numbers.
  package private(set) var server: (address: RedisAddress, socket: SocketAddress)?

  /// When Redis last said something.
  package private(set) var heardAt: Instant = .distantPast

  private let reactor: Reactor
  private let configuration: RedisConfiguration
  private let finder: PrimaryFinder
  private var stream: Stream?
  private var reader = ReplyReader()
  private var backoff: Backoff
  private let entropy = KernelEntropy()
  private var waitingGreetings: [Greeting] = []
  private var timer: Timer?
  private var upSince: Instant = .distantPast
  private var isEnded = false

  init(_ reactor: Reactor, _ configuration: RedisConfiguration, to place: RedisServer.Place) {
    self.reactor = reactor
    self.configuration = configuration
    finder = PrimaryFinder(reactor, configuration, place)
    backoff = Backoff(first: configuration.firstPause, cap: configuration.lastPause)
  }

  package var isUp: Bool { state == .up }
  /// Whether it ever was.
  package var wasUp: Bool { upSince > .distantPast }
  /// Where the server is looked for, from the next connection on.
  var place: RedisServer.Place {
    get { finder.place }
    set { finder.place = newValue }
  }
  /// Bytes that the kernel has not taken.
  var waitingBytes: Int { stream?.outboxCount ?? 0 }

  package func start() { look() }

  /// Ends the link for good.
  package func end() {
    isEnded = true
    lose("this instance ends")
  }

  /// Writes a command at the end of the turn.
  func write(_ command: ByteSlice) { stream?.write(command) }

  /// Gives the connection up and makes another.
  package func lose(_ reason: String) {
    timer?.cancel()
    timer = nil
    let lost = stream
    stream = nil
    waitingGreetings = []
    if state == .connecting || state == .greeting, let server { finder.failed(server.address) }
    server = nil
    finder.cancel()
    if let lost, lost.isOpen { lost.abort() }
    let wasUp = isUp
    if wasUp, reactor.now - upSince > Self.proof { backoff.lost(after: .forever) }
    state = .down
    self.reason = reason
    // Never nothing, so that a server that accepts and hangs up does not make the loop spin.
    if !isEnded { again(in: backoff.next(entropy, least: backoff.first / 4)) { $0.look() } }
    if wasUp { owner?.linkIsDown(reason) }
  }

  /// Gives the connection up, or the attempt at one, because another server is the right one, and looks for it soon.
  package func leave(_ reason: String) {
    guard !isEnded else { return }
    backoff.lost(after: .forever)
    lose(reason)
  }

  private func again(in span: TimeSpan, _ body: @escaping (RedisLink) -> Void) {
    timer = reactor.after(span) { [weak self] in
      guard let self else { return }
      self.timer = nil
      body(self)
    }
  }

  // MARK: - Connecting

  private func look() {
    guard !isEnded else { return }
    state = .looking
    finder.find { [weak self] result in
      switch result {
      case .success(let found): self?.connect(to: found)
      case .failure(let failure): self?.lose(failure.reason)
      }
    }
  }

  private func connect(to server: PrimaryFinder.Found) {
    state = .connecting
    self.server = server
    reader = ReplyReader()
    stream = Stream.connect(
      reactor, to: server.socket, timeout: configuration.connectTimeout, handler: LinkStreamDelegate(self))
  }

  fileprivate func connected(_ connected: Stream) {
    guard connected === stream else { return }
    state = .greeting
    waitingGreetings = greetings()
    for greeting in waitingGreetings { write(greeting.command) }
    again(in: configuration.answerTimeout) { $0.lose("Redis did not answer the greeting in time") }
    if waitingGreetings.isEmpty { admitted() }
  }

  private func admitted() {
    timer?.cancel()
    timer = nil
    upSince = reactor.now
    state = .up
    owner?.linkIsUp()
  }

  fileprivate func closed(_ closed: Stream, _ reason: CloseReason) {
    guard closed === stream else { return }
    switch reason {
    case .failure(let error): lose("the connection to Redis failed: \(error)")
    default: lose("Redis closed the connection")
    }
  }

  // MARK: - Replies

  fileprivate func received(_ bytes: UnsafeRawBufferPointer, from source: Stream) {
    guard source === stream else { return }
    heardAt = reactor.now
    // The connection may be given up, and another reader made, by what a reply leads to.
    let reader = reader
    do throws(ReplyReader.Malformed) {
      try reader.feed(bytes)
      while source === stream, let reply = try reader.next() { take(reply) }
    } catch {
      lose("Redis does not speak its protocol: \(error.reason)")
    }
  }

  private func take(_ reply: ReplyCursor) {
    guard state == .greeting, !waitingGreetings.isEmpty else {
      owner?.link(received: reply)
      return
    }
    let greeting = waitingGreetings.removeFirst()
    do throws(RedisFailure) {
      if let error = reply.error, !greeting.isOptional { throw RedisFailure(reply: error) }
      try greeting.check(reply)
      if waitingGreetings.isEmpty { admitted() }
    } catch {
      lose(error.reason)
    }
  }
}

/// Hears the stream for a link. The stream keeps its handler, and must not keep a link that has ended.
private final class LinkStreamDelegate: StreamHandler {
  private weak var link: RedisLink?

  init(_ link: RedisLink) { self.link = link }

  func streamConnected(_ stream: Stream) { link?.connected(stream) }
  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    link?.received(UnsafeRawBufferPointer(bytes), from: stream)
  }
  func streamEndedReading(_ stream: Stream) { stream.close() }
  func stream(_ stream: Stream, closed reason: CloseReason) { link?.closed(stream, reason) }
}
