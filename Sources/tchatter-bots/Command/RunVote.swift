import Base
import ChatClient
import ChatProtocol
import EventLoop
import Foundation
import RedisClient

/// The command `vote`: runs the bot until it is told to stop, and keeps it one and the same user. Foundation: for signals'
/// numbers and files.
final class RunVote {
  /// How often the name, taken by somebody, is tried again: it may be another bot of ours that has not written down its
  /// session yet, or a session of ours that is just ending.
  private static let attempts = 10
  private static let pause: TimeSpan = .milliseconds(500)

  struct Failure: Error { let reason: String }

  private let options: VoteOptions
  private let address: ChatAddress
  private let file: SessionFile
  private let reactor: Reactor
  private let log = BotLog()
  private let bot: VoteBot
  private var failures = 0
  private var status: Int32 = 0
  private var wasInterrupted = false

  init(_ options: VoteOptions) throws(Failure) {
    self.options = options
    file = SessionFile(options.session, name: options.name)
    do { address = try ChatAddress(options.url) } catch { throw Failure(reason: "--url \(error)") }
    do { reactor = try Reactor() } catch { throw Failure(reason: "\(error)") }
    let (reactor, log) = (self.reactor, log)
    let store: any BotStore
    if let server = options.redis {
      let configuration = RedisConfiguration(server: server)
      store = RedisBotStore(reactor, configuration, kind: "vote", name: options.name)
    } else {
      store = MemoryBotStore { reactor.wallClock }
    }
    bot = VoteBot(name: options.name, store: store, reactor: reactor, log: log)
  }

  /// - Returns: the status to exit with.
  func run() -> Int32 {
    for signal in [SIGINT, SIGTERM] {
      // Without it the signal ends the program at once, which loses nothing either.
      try? reactor.onSignal(signal) { [unowned self] in interrupt() }
    }
    if options.redis == nil { log.write("no --redis: votes are forgotten when this ends") }
    begin(session: file.token)
    reactor.run()
    return status
  }

  private func interrupt() {
    if wasInterrupted { return reactor.stop() }
    wasInterrupted = true
    log.write("stopping")
    bot.stop()
  }

  // MARK: - Being somebody

  private func begin(session: String?) {
    var configuration = ParticipantConfiguration(address: address, name: options.name, session: session)
    configuration.transport = options.transport
    let participant = Participant(configuration, reactor: reactor)
    participant.onEvent = { [unowned self, unowned participant] event in
      guard bot.participant === participant else { return }
      bot.hear(event)
      if case .state(let state) = event { follow(state, of: participant, session: session) }
    }
    bot.takePart(as: participant, in: options.rooms)
  }

  private func follow(_ state: ParticipantState, of participant: Participant, session: String?) {
    switch state {
    case .online: isOnline(participant, isNew: session == nil)
    case .waiting(let end): log.write("cut off: \(end)")
    case .ended(.stopped): stop(0)
    case .ended(.refused(let refusal)) where refusal.code == "name_taken": tryAgain(refusal.message)
    case .ended(.refused(let refusal)) where refusal.code == "unauthorized": renew(session)
    case .ended(.closed(.closed(.unauthorized, _))): renew(session ?? participant.session)
    case .ended(let end): fail(end.description)
    case .idle, .connecting: break
    }
  }

  private func isOnline(_ participant: Participant, isNew: Bool) {
    failures = 0
    log.write("\(participant.user?.name ?? "") is online, on instance \(participant.instance)")
    guard isNew, let token = participant.session else { return }
    do { try file.write(token) } catch {
      log.write("\(file.path) can't be written: a bot that is started anew will have to wait for its name")
    }
  }

  /// The session has ended. Another bot of ours may have another already; else the name makes a new one.
  private func renew(_ ended: String?) {
    log.write("the session has ended")
    let token = file.token
    later { $0.begin(session: token == ended ? nil : token) }
  }

  /// Somebody has the name. If it is a bot of ours, its session is in the file by now.
  private func tryAgain(_ reason: String) {
    failures += 1
    guard failures < Self.attempts else { return fail("\(options.name): \(reason)") }
    later { $0.begin(session: $0.file.token) }
  }

  private func later(_ body: @escaping (RunVote) -> Void) {
    reactor.after(Self.pause) { [weak self] in
      guard let self, !wasInterrupted else { return }
      body(self)
    }
  }

  private func fail(_ reason: String) {
    log.write(reason)
    stop(1)
  }

  private func stop(_ status: Int32) {
    self.status = status
    reactor.stop()
  }
}
