import Base
import EventLoop

/// The connection for commands: they are pipelined, and answered in the order in which they were handed over.
///
/// While Redis is away a command fails, as soon as the turn's handlers have returned. One whose connection is lost fails with
/// its outcome unknown. A connection on which Redis owes answers and says nothing is lost in time; one whose queue is being
/// worked off is slow, not dead.
package final class CommandConnection: RedisLinkOwner {
  package typealias Completion = (Result<ReplyCursor, RedisFailure>) -> Void

  private struct Pending {
    let completion: Completion
    /// Held so that it can be sent again; only scripts' calls are.
    let call: ByteSlice?
    let sent: Instant
  }

  /// A command that waits until the scripts are loaded again.
  private struct Held {
    let command: ByteSlice
    let isCall: Bool
    let completion: Completion
  }

  package let link: RedisLink
  private let reactor: Reactor
  private let configuration: RedisConfiguration
  private let scripts: [RedisScript]
  /// Whether a replica will do, as for what is no writing.
  private let admitsReplica: Bool
  private var writer = CommandWriter()
  private var pending = Queue<Pending>()
  /// Calls that found their script missing, and what was handed over since.
  private var missed: [Held] = []
  private var later: [Held] = []
  /// Which primary it is connected to (`master_replid`). A promotion elsewhere means another connection; one of this very
  /// server, after it had been a replica for a moment, is found out by `checkPrimary`.
  package private(set) var replicationID = ""
  /// How often commands went unanswered for too long.
  private(set) var timeouts = 0
  /// Told whenever the link came up.
  package var onUp: () -> Void = {}
  /// Told whenever it was lost.
  package var onDown: () -> Void = {}

  /// - Parameter scripts: those that are called on this connection.
  package init(
    _ reactor: Reactor, _ configuration: RedisConfiguration, scripts: [RedisScript], admitsReplica: Bool = false
  ) {
    self.admitsReplica = admitsReplica
    self.reactor = reactor
    self.configuration = configuration
    self.scripts = scripts
    link = RedisLink(reactor, configuration, to: configuration.server.place)
    link.owner = self
    link.greetings = { [unowned self] in self.greetings() }
  }

  var waitingCount: Int { pending.count }

  // MARK: - Sending

  /// Calls a script. `write` adds the keys, then the arguments.
  /// - Parameter asks: whether a cluster's node is asked for what is on its way to it.
  package func call(
    _ script: RedisScript, asks: Bool = false, _ write: (inout CommandWriter) -> Void,
    completion: @escaping Completion
  ) {
    if let refusal { return reactor.soon { completion(.failure(refusal)) } }
    // Scripts are loaded with each connection. One that was forgotten since goes out again without this, and leads back here.
    if asks { ask() }
    submit(writer.call(script, write), isCall: true, completion)
  }

  /// Sends a command; `write` adds its words.
  package func send(
    asks: Bool = false, _ write: (inout CommandWriter) -> Void, completion: @escaping Completion
  ) {
    if let refusal { return reactor.soon { completion(.failure(refusal)) } }
    if asks { ask() }
    submit(writer.command(write), isCall: false, completion)
  }

  private func ask() {
    submit(writer.command { $0.add("ASKING" as StaticString) }, isCall: false) { _ in }
  }

  private var refusal: RedisFailure? {
    guard link.isUp else { return RedisFailure(.unknown, link.reason) }
    guard waitingCount < configuration.waitingCommands, link.waitingBytes < configuration.waitingBytes else {
      return RedisFailure(.unknown, "too many commands wait for Redis")
    }
    return nil
  }

  private func submit(_ command: ByteSlice, isCall: Bool, _ completion: @escaping Completion) {
    if missed.isEmpty {
      transmit(command, isCall: isCall, completion)
    } else {
      later.append(Held(command: command, isCall: isCall, completion: completion))
    }
  }

  private func transmit(_ command: ByteSlice, isCall: Bool, _ completion: @escaping Completion) {
    pending.append(Pending(completion: completion, call: isCall ? command : nil, sent: reactor.now))
    link.write(command)
  }

  // MARK: - Answers

  func link(received reply: ReplyCursor) {
    guard let answered = pending.popFirst() else { return link.lose("Redis answered what was not asked") }
    if let error = reply.error {
      refused(answered, RedisFailure(reply: error))
    } else {
      if answered.call != nil, !missed.isEmpty { giveUpMissed() }
      answered.completion(.success(reply))
    }
    loadWhenQuiet()
  }

  private func refused(_ command: Pending, _ failure: RedisFailure) {
    if failure.kind == .scriptMissing, let call = command.call {
      missed.append(Held(command: call, isCall: true, completion: command.completion))
    } else {
      command.completion(.failure(failure))
      if failure.kind == .wrongServer { link.lose(failure.reason) }
    }
  }

  /// Gives the connection up when Redis owes an answer and has said nothing for as long as one may take, or when it has owed
  /// this answer for too long whatever it said meanwhile; called now and then.
  package func checkTimeouts() {
    guard let oldest = pending.first else { return }
    let silence = reactor.now - max(oldest.sent, link.heardAt)
    let age = reactor.now - oldest.sent
    guard silence > configuration.answerTimeout || age > configuration.queueTimeout else { return }
    timeouts += 1
    link.lose("Redis did not answer in time")
  }

  /// Whether Redis owes an answer, and has said nothing for so long.
  package func isSilent(for span: TimeSpan) -> Bool {
    guard let oldest = pending.first else { return false }
    return reactor.now - max(oldest.sent, link.heardAt) > span
  }

  /// Asks whether this is still the primary that it was; called now and then.
  package func checkPrimary() {
    guard link.isUp else { return }
    send { writer in
      writer.add("INFO" as StaticString)
      writer.add("replication" as StaticString)
    } completion: { [weak self] result in
      guard let self, case .success(var reply) = result else { return }
      let id = reply.serverInfo().flatMap { ServerFacts($0).replicationID }
      if id != self.replicationID { self.link.lose("this Redis has become another primary") }
    }
  }

  // MARK: - Up and down

  func linkIsUp() { onUp() }

  func linkIsDown(_ reason: String) {
    let lost = pending.map(\.completion) + (missed + later).map(\.completion)
    pending.removeAll()
    missed = []
    later = []
    onDown()
    for completion in lost { completion(.failure(RedisFailure(.unknown, reason))) }
  }

  private func greetings() -> [RedisLink.Greeting] {
    var greetings = admission(&writer, configuration) { [weak self] facts throws(RedisFailure) in
      if self?.admitsReplica != true { try facts.requirePrimary() }
      guard let id = facts.replicationID else { throw .unreadable }
      self?.replicationID = id
    }
    for script in scripts {
      greetings.append(
        RedisLink.Greeting(command: load(script)) { reply throws(RedisFailure) in
          var reply = reply
          guard reply.text() != nil else { throw .unreadable }
        })
    }
    return greetings
  }

  // MARK: - Scripts that went missing

  // Redis forgets its scripts when it is told to. The calls under way then fail one after the other, without having done
  // anything. They are kept, with all that is handed over meanwhile, until none is under way, and go out again in their
  // order once the scripts are back: so the order of one instance's publications stands.

  private func loadWhenQuiet() {
    guard !missed.isEmpty, waitingCount == 0, link.isUp else { return }
    for script in scripts {
      transmit(load(script), isCall: false) { [weak self] result in
        if case .failure(let failure) = result { self?.link.lose(failure.reason) }
      }
    }
    let (again, next) = (missed, later)
    missed = []
    later = []
    // What misses its script once more is answered with that: it is none of this connection's.
    for command in again { transmit(command.command, isCall: false, command.completion) }
    for command in next { transmit(command.command, isCall: command.isCall, command.completion) }
  }

  /// Somebody else loaded the scripts, so that a later call overtook the ones that missed them.
  private func giveUpMissed() {
    let overtaken = missed
    missed = []
    let commands = later
    later = []
    for command in commands { transmit(command.command, isCall: command.isCall, command.completion) }
    for command in overtaken {
      command.completion(.failure(RedisFailure(.unknown, "Redis had forgotten its scripts")))
    }
  }

  private func load(_ script: RedisScript) -> ByteSlice {
    writer.command {
      $0.add("SCRIPT" as StaticString)
      $0.add("LOAD" as StaticString)
      $0.add(script.source)
    }
  }
}
