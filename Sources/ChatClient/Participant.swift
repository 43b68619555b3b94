import Base
import ChatProtocol
import EventLoop
import JSON

/// Somebody who takes part in the chat: connects, joins rooms, sends and receives, and keeps that up through lost
/// connections and restarts of the server, so that each message is shown once and in order and none of its own is lost.
///
///     let participant = Participant(configuration, reactor: reactor)
///     participant.onEvent = { event in
///       if case .message(let message) = event { print(message.from.name, message.text) }
///     }
///     participant.join("lobby")
///     participant.start()
///
/// It never gives up by itself, except where the server says that it would be no use; an application that has no time
/// watches `state`. Everything is kept in memory: a program that ends loses what its outbox still held.
///
/// Confined to the reactor's thread; methods may be called from within `onEvent`. To be held by the application: when
/// the last reference goes, its connections are dropped.
package final class Participant {
  package let configuration: ParticipantConfiguration
  /// Called for everything that happens, in order.
  package var onEvent: (ParticipantEvent) -> Void = { _ in }
  /// Makes the way to the server; tests put their own in its place.
  package var makeTransport: (TransportKind) -> any Transport

  /// Who it is, once welcomed.
  package internal(set) var user: User?
  /// The token by which it is known; to be kept secret. Made by the first welcome where none was given.
  package internal(set) var session: String?
  /// The instance and the version that it is connected to; when polling, those that answered first.
  package internal(set) var instance = ""
  package internal(set) var version = ""
  package internal(set) var counters = ParticipantCounters()

  let reactor: Reactor
  let entropy: any Entropy
  var phase = ConnectionPhase.idle
  /// Replaced connections that have answers to give.
  var retired: [Connection] = []
  var rooms: [String: RoomFeed] = [:]
  /// Room names of the server's to those of the application's.
  var names: [String: String] = [:]
  var outbox: Outbox
  var backoff = Backoff(first: .seconds(1), cap: .seconds(20))
  var search: TransportSearch
  var connectionCount = 0
  /// Nothing is sent before this time, because the server asked for it.
  var pausedUntil: Instant = .distantPast
  /// Where tokens come from, if it comes with such; and whether one is asked for so that the session goes on.
  let tokens: TokenSource?
  var isRenewing = false
  /// The refusal of the hello, told before the connection ends.
  var lastRefusal: ServerRefusal?
  /// When stopping was asked for.
  var stopping: Instant?
  private var watch: Timer?
  private let idWord: String
  /// By which it is known when the answer to its first hello is lost.
  let secret: String
  private var idCount = 0
  private var lastState = ParticipantState.idle

  package init(_ configuration: ParticipantConfiguration, reactor: Reactor, entropy: any Entropy = KernelEntropy()) {
    self.configuration = configuration
    self.reactor = reactor
    self.entropy = entropy
    session = configuration.session
    tokens = TokenSource(configuration)
    outbox = Outbox(limit: configuration.outboxMessages, byteLimit: configuration.outboxBytes)
    idWord = entropy.word(12)
    secret = configuration.secret ?? Hex.encode(entropy.bytes(16))
    search = TransportSearch(forced: configuration.transport)
    makeTransport = { kind in
      switch kind {
      case .webSocket: WebSocketTransport(reactor, to: configuration.address, entropy: entropy)
      case .poll: LongPollTransport(reactor, to: configuration.address, entropy: entropy)
      }
    }
  }

  deinit {
    watch?.cancel()
    if case .waiting(let timer, _) = phase { timer.cancel() }
    if case .moveDue(_, let timer) = phase { timer.cancel() }
    for connection in phase.connections + retired { connection.abandon() }
  }

  /// Where it stands.
  package var state: ParticipantState { phase.state }

  /// The way that is taken to the server, once connected.
  package var transport: TransportKind? { phase.main?.kind }

  // MARK: Coming and going

  /// Connects. Once.
  package func start() {
    guard case .idle = phase else { return }
    watch = reactor.every(.milliseconds(500)) { [weak self] in self?.look() }
    connect()
  }

  /// Leaves in an orderly way: what is in the outbox is sent first, for at most `configuration.drain`.
  package func stop() {
    guard stopping == nil else { return }
    stopping = reactor.now
    leaveIfDone()
  }

  /// Is over. The timers go, and nothing is kept.
  func end(_ end: ParticipantEnd) {
    if case .ended = phase { return }
    watch?.cancel()
    for connection in retired { connection.abandon() }
    retired = []
    enter(.ended(end))
  }

  /// The one place where the phase changes; tells the application when that means something to it.
  func enter(_ phase: ConnectionPhase) {
    self.phase = phase
    let state = phase.state
    guard state != lastState else { return }
    lastState = state
    onEvent(.state(state))
  }

  // MARK: Speaking

  /// Sends a message. It stays in the outbox until the server has acknowledged or refused it, and goes out again with the
  /// same id after each loss.
  /// - Parameters:
  ///   - room: a room's name, or `@` and a user's.
  ///   - id: unique for this user within a day, at most 64 bytes, not beginning with `?`; made up when absent.
  ///   - reply: the position of a message of this room, which this one answers; `refused` with `not_found` where it is not
  ///     kept any more.
  ///   - data: for other programs, at most 1 KiB as compact JSON, and nested at most 8 deep.
  /// - Returns: the id; `nil` when the outbox is full, the id can't be used, the data is more than that, or the text is too
  ///   long for one request: the server would end the connection for it, and the same again would end the next.
  @discardableResult
  package func send(
    _ text: String, to room: String, id: String? = nil, reply: String? = nil, data: JSONObject? = nil
  ) -> String? {
    let data = data.map { MessageData($0) }
    guard data?.refusal == nil else { return nil }
    return post(.message(text, reply: reply, data: data), to: room, id: id)
  }

  /// Changes what may be done in a public room: its mode, the pause between two messages (seconds), its topic, and somebody's
  /// role. It is kept and sent again as a message is, in order with them; `sent` or `refused` tells what came of it.
  /// - Parameters:
  ///   - governing: what is changed. Its `user` is an id, or `@` and the name of somebody who is signed in; a `user` without
  ///     a `role` has none from then on.
  ///   - id: as a message's.
  /// - Returns: the id; `nil` as for `send`.
  @discardableResult
  package func govern(_ room: String, _ governing: Governing, id: String? = nil) -> String? {
    post(.policy(governing), to: room, id: id)
  }

  private func post(_ content: Outbox.Content, to room: String, id: String?) -> String? {
    idCount += 1
    let id = id ?? "\(idWord)-\(idCount)"
    guard stopping == nil, (1...ClientRequest.maximumIDLength).contains(id.utf8.count),
      !id.hasPrefix(Connection.idPrefix), ClientObject.fits(content, in: room, id: id),
      outbox.append(Outbox.Entry(id: id, room: room, content: content))
    else { return nil }
    flush()
    return id
  }

  /// How many messages and changes are not acknowledged yet.
  package var unacknowledged: Int { outbox.count }

  /// Shows the others in the room that something is being written. Dropped when not connected.
  package func typing(in room: String) {
    phase.main?.send(ClientObject.about(rooms[room]?.canonical ?? room, "typing", id: nil))
  }
}
