import Base
import Broker
import EventLoop
import RedisClient

/// Answers publications once enough replicas have them.
///
/// Those of one turn of the loop share the `WAIT` behind them; what is handed over while it is under way goes out with the
/// next one, so that however long it takes only one is. One that falls short closes the gate: what it was for is answered
/// with its outcome unknown, since the primary has it, and nothing more is stored until replicas are proven to follow again.
/// So a primary that was cut off, and may have been replaced already, takes no more than one `WAIT`'s worth of messages.
final class DurabilityGate {
  typealias Completion = (Result<Receipt, BrokerFailure>) -> Void
  /// Stores a publication on the connection.
  typealias Store = (@escaping Completion) -> Void

  private enum State {
    /// There is no connection.
    case away
    /// A `WAIT` is under way.
    case asking
    case open
    case short
  }

  private enum Write {
    /// A message that nobody hears.
    case publication(channel: String)
    /// In a cluster, whose nodes tell no replica what is published; `nil` while no key is known that lies there.
    case key(() -> String?)
  }

  /// That of the publications alone: Redis answers nothing else on one that waits.
  private let connection: CommandConnection
  private let reactor: Reactor
  private let replicas: Int
  private let timeout: TimeSpan
  /// After which an idle gate asks again.
  private let interval: TimeSpan
  /// What is written in front of each `WAIT`.
  private let write: Write
  private let limit: Int
  private var state = State.away
  private var askedAt: Instant = .distantPast
  /// Why nothing was written in front of the `WAIT` under way; `nil` when something was.
  private var unwritten: String?
  /// Sent and not yet stored.
  private var underWay = 0
  /// Stored on the primary.
  private var stored: [(receipt: Receipt, completion: Completion)] = []
  /// Not yet sent, in the order in which they were handed over.
  private var held: [(store: Store, completion: Completion)] = []
  /// Why it cannot be relied on that anything is acknowledged; `nil` when it can.
  private(set) var impairment: String? = "the replicas have not been asked yet"
  /// Told when a cluster's node says that what is written in front of a `WAIT` is elsewhere.
  var onRedirected: (Redirection) -> Void = { _ in }

  init(
    _ reactor: Reactor, _ connection: CommandConnection, _ configuration: RedisBrokerConfiguration,
    mark: @escaping () -> String? = { nil }
  ) {
    write =
      configuration.redis.server.isOfCluster
      ? .key(mark) : .publication(channel: RedisKeys.mark(configuration.instance))
    self.reactor = reactor
    self.connection = connection
    replicas = configuration.replicas
    timeout = configuration.replicaTimeout
    interval = configuration.probeInterval
    limit = configuration.redis.waitingCommands
  }

  func pass(_ completion: @escaping Completion, _ store: @escaping Store) {
    switch state {
    case .open: send(store, completion)
    case .asking where held.count < limit: held.append((store, completion))
    case .asking: refuse(completion, "too many messages wait for the replicas")
    case .away: refuse(completion, connection.link.reason)
    case .short: refuse(completion, impairment ?? "")
    }
  }

  private func refuse(_ completion: @escaping Completion, _ reason: String) {
    reactor.soon { completion(.failure(.unavailable(reason: reason))) }
  }

  private func send(_ store: Store, _ completion: @escaping Completion) {
    underWay += 1
    store { [weak self] result in
      guard let self else { return completion(result) }
      self.underWay -= 1
      switch result {
      case .success(let receipt): self.stored.append((receipt, completion))
      case .failure: completion(result)
      }
    }
  }

  // MARK: - Asking

  /// To be called at the end of each turn of the loop.
  func turnEnded() {
    if state == .open, underWay > 0 || !stored.isEmpty { ask() }
  }

  /// Asks again when nothing else did for a while: an idle instance has to know as well. Called now and then.
  func tick() {
    let isDue = state == .short || (state == .open && reactor.now - askedAt >= interval)
    if isDue { ask() }
  }

  /// The connection is up.
  func connected() { ask() }

  private func ask() {
    state = .asking
    askedAt = reactor.now
    // WAIT is about what was written on its connection, since Redis 7.2 strictly so. A repeat writes nothing, and must
    // wait for what it repeats: a write in front of it comes after all that was stored before. One that was refused proves
    // nothing, whatever the count.
    unwritten = nil
    switch write {
    case .publication(let channel): put("PUBLISH", channel, "")
    case .key(let mark):
      if let key = mark() { put("SET", key, "", "EX", "60") } else { unwritten = "none of its slots is known" }
    }
    connection.send { writer in
      writer.add("WAIT" as StaticString)
      writer.add(replicas)
      writer.add(timeout.milliseconds)
    } completion: { [weak self] result in
      self?.answered(result)
    }
  }

  private func put(_ words: String...) {
    connection.send { writer in
      for word in words { writer.add(word) }
    } completion: { [weak self] result in
      guard let self, case .failure(let failure) = result else { return }
      self.unwritten = failure.reason
      if let redirection = failure.redirection { self.onRedirected(redirection) }
    }
  }

  private func answered(_ result: Result<ReplyCursor, RedisFailure>) {
    guard state == .asking else { return }
    switch result {
    case .failure(let failure): connection.link.lose(failure.reason)
    case .success(var reply):
      guard let count = reply.integer() else { return connection.link.lose(RedisFailure.unreadable.reason) }
      if let unwritten { return close("the replicas cannot be asked: \(unwritten)") }
      count >= Int64(replicas) ? open() : close("\(count) of \(replicas) replicas have what is written")
    }
  }

  private func open() {
    state = .open
    impairment = nil
    let confirmed = stored
    stored = []
    // What was handed over before goes before what these completions may hand over.
    let waiting = held
    held = []
    for (store, completion) in waiting { send(store, completion) }
    for (receipt, completion) in confirmed { completion(.success(receipt.durable)) }
  }

  private func close(_ reason: String) {
    state = .short
    impairment = reason
    refuseAll(reason)
  }

  /// The connection is lost.
  func disconnected() {
    state = .away
    impairment = "the replicas have not been asked yet"
    refuseAll(connection.link.reason)
  }

  private func refuseAll(_ reason: String) {
    let completions = stored.map(\.completion) + held.map(\.completion)
    stored = []
    held = []
    for completion in completions { completion(.failure(.unavailable(reason: reason))) }
  }
}
