import Base
import EventLoop
import RedisClient

/// The way to what bots of one name keep: to the Redis that was named, or to that node of a cluster which has the slot of their
/// keys, wherever that is at the moment.
final class BotStoreConnection {
  /// While the slot is on its way what is asked waits for it, for so long; nothing has been done until then.
  private static let longestWait: TimeSpan = .seconds(2)
  private static let pause: TimeSpan = .milliseconds(25)

  private typealias Completion = CommandConnection.Completion
  private typealias Attempt = (CommandConnection, @escaping Completion) -> Void

  private let reactor: Reactor
  private let configuration: RedisConfiguration
  private let scripts: [RedisScript]
  private let slot: HashSlot
  /// Who has which slots; `nil` without a cluster.
  private var watch: ClusterWatch?
  /// `nil` until it is known who has the slot.
  private var commands: CommandConnection?
  private var address: RedisAddress?
  private var timer: Timer?

  /// - Parameter key: one of those that are asked for: all are in its slot.
  init(_ reactor: Reactor, _ configuration: RedisConfiguration, scripts: [RedisScript], key: String) {
    self.reactor = reactor
    self.configuration = configuration
    self.scripts = scripts
    slot = HashSlot(ofKey: key)
    timer = reactor.every(.milliseconds(250)) { [weak self] in self?.commands?.checkTimeouts() }
    if case .cluster(let seeds) = configuration.server.place {
      follow(seeds)
    } else {
      connect(to: configuration.server)
    }
  }

  private func follow(_ seeds: [RedisAddress]) {
    let watch = ClusterWatch(reactor, configuration, seeds: seeds)
    watch.onMap = { [weak self] in self?.follow($0) }
    self.watch = watch
    watch.start()
  }

  /// Closes the connection for good.
  func end() {
    timer?.cancel()
    watch?.end()
    commands?.link.end()
  }

  // MARK: - Where

  private func connect(to server: RedisServer) {
    var configuration = configuration
    configuration.server = server
    let commands = CommandConnection(reactor, configuration, scripts: scripts)
    self.commands = commands
    commands.onDown = { [weak watch] in watch?.refresh() }
    commands.link.start()
  }

  private func follow(_ map: SlotMap) {
    guard let owner = map.primary(of: slot), owner != address else { return }
    let before = commands
    address = owner
    connect(to: configuration.server.node(at: owner))
    // What it still owes it would lose, if it was frozen and wakes.
    before?.link.leave("another node of the cluster has the votes")
    before?.link.end()
  }

  // MARK: - Asking

  /// Calls a script. `write` adds the keys, then the arguments.
  func call(
    _ script: RedisScript, _ write: @escaping (inout CommandWriter) -> Void,
    completion: @escaping CommandConnection.Completion
  ) {
    attempt(until: reactor.now + Self.longestWait, completion) { $0.call(script, write, completion: $1) }
  }

  /// Sends a command; `write` adds its words.
  func send(
    _ write: @escaping (inout CommandWriter) -> Void, completion: @escaping CommandConnection.Completion
  ) {
    attempt(until: reactor.now + Self.longestWait, completion) { $0.send(write, completion: $1) }
  }

  private func attempt(until deadline: Instant, _ completion: @escaping Completion, _ body: @escaping Attempt) {
    guard let commands else {
      let failure = RedisFailure(.unknown, watch?.reason ?? "this bot ends")
      return reactor.soon { completion(.failure(failure)) }
    }
    body(commands) { [weak self] result in
      guard let self, case .failure(let failure) = result, failure.redirection != nil, self.reactor.now < deadline
      else { return completion(result) }
      self.watch?.refresh()
      self.reactor.after(Self.pause) { [weak self] in
        guard let self else { return completion(result) }
        self.attempt(until: deadline, completion, body)
      }
    }
  }
}
