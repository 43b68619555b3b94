import Base
import ChatClient
import EventLoop

/// The user that a bot is, and stays: over its restarts, and for several of it at once. Its key makes it so; a bot without one is
/// a guest, and several of it share the session file.
final class BotUser {
  /// How often the name, taken by somebody, is tried again: it may be another bot of ours that has not written down its
  /// session yet, or a session of ours that is just ending.
  private static let attempts = 10
  private static let pause: TimeSpan = .milliseconds(500)

  struct Failure: Error { let reason: String }

  /// Hands over a participant that is to be started; another one when its session has ended.
  var onBegin: (Participant) -> Void = { _ in }
  /// What the present participant tells.
  var onEvent: (ParticipantEvent) -> Void = { _ in }
  /// It is over: whether by wish.
  var onEnd: (_ isStopped: Bool) -> Void = { _ in }

  private let options: BotOptions
  private let address: ChatAddress
  private let file: SessionFile
  /// With which a session is begun, unless the file has a secret: another one for each session.
  private var ownSecret = BotUser.secret()
  private let reactor: Reactor
  private let log: BotLog
  private var participant: Participant?
  private var failures = 0
  /// Counted up by each beginning and break, so that a beginning that was put off knows whether it is still wanted.
  private var turn = 0

  /// The loop that a bot runs on.
  static func loop() throws(Failure) -> Reactor {
    do { return try Reactor() } catch { throw Failure(reason: "\(error)") }
  }

  init(_ options: BotOptions, reactor: Reactor, log: BotLog) throws(Failure) {
    self.options = options
    self.reactor = reactor
    self.log = log
    file = SessionFile(options.session, name: options.name)
    do { address = try ChatAddress(options.url) } catch { throw Failure(reason: "--url \(error)") }
  }

  func begin() { begin(insteadOf: nil) }

  /// Drops the connection, until it is begun again.
  func pause() {
    turn += 1
    let dropped = participant
    participant = nil
    // It may be telling something just now.
    reactor.soon { withExtendedLifetime(dropped) {} }
  }

  /// Leaves in an orderly way; `onEnd` follows.
  func stop() {
    turn += 1
    guard let participant, !participant.state.isEnded else { return onEnd(true) }
    participant.stop()
  }

  /// - Parameter ended: the token of a session that is no more.
  private func begin(insteadOf ended: String?) {
    turn += 1
    var configuration = ParticipantConfiguration(address: address, name: options.name)
    configuration.transport = options.transport
    configuration.key = options.key
    if options.key == nil {
      switch credential(insteadOf: ended) {
      case .token(let token): configuration.session = token
      case .secret(let secret): configuration.secret = secret
      case nil: return later { $0.begin(insteadOf: ended) }
      }
    }
    let session = configuration.session
    let participant = Participant(configuration, reactor: reactor)
    participant.onEvent = { [unowned self, unowned participant] event in
      guard self.participant === participant else { return }
      onEvent(event)
      if case .state(let state) = event { follow(state, of: participant, session: session) }
    }
    self.participant = participant
    onBegin(participant)
  }

  /// Where the file can't be written, a secret that is this bot's alone.
  /// - Returns: `nil` when that is to be asked again.
  private func credential(insteadOf ended: String?) -> SessionFile.Credential? {
    do { return try file.credential(insteadOf: ended, secret: ownSecret) } catch {
      unwritten()
      if let found = file.credential, found != ended.map(SessionFile.Credential.token) { return found }
      return .secret(ownSecret)
    }
  }

  private static func secret() -> String { Hex.encode(KernelEntropy().bytes(16)) }

  private func unwritten() {
    log.write(
      "\(file.path) can't be written: a bot that is started anew has to wait for its name, and others can't share it")
  }

  private func follow(_ state: ParticipantState, of participant: Participant, session: String?) {
    switch state {
    case .online: isOnline(participant, isNew: session == nil)
    case .waiting(let end): log.write("cut off: \(end)")
    case .ended(.stopped): onEnd(true)
    case .ended(let end) where options.key != nil: fail(end.description)
    case .ended(.refused(let refusal)) where refusal.code == "name_taken": tryAgain(refusal.message)
    case .ended(.refused(let refusal)) where refusal.code == "unauthorized": renew(session)
    case .ended(.closed(.closed(.unauthorized, _))): renew(session ?? participant.session)
    case .ended(let end): fail(end.description)
    case .idle, .connecting: break
    }
  }

  private func isOnline(_ participant: Participant, isNew: Bool) {
    failures = 0
    if let name = participant.user?.name, options.key != nil, !options.isNamed(name) {
      // What it is called it is asked for by people, and what it keeps is kept by its name.
      pause()
      return fail("the key is that of \(name), not of \(options.name): --name tells which bot this is")
    }
    log.write("\(participant.user?.name ?? "") is online, on instance \(participant.instance)")
    guard isNew, options.key == nil, let token = participant.session else { return }
    do { try file.write(token: token) } catch { unwritten() }
  }

  /// The session has ended. Another bot of ours may have another already; else the name makes a new one.
  private func renew(_ ended: String?) {
    log.write("the session has ended")
    ownSecret = Self.secret()
    later { $0.begin(insteadOf: ended) }
  }

  /// Somebody has the name. If it is a bot of ours, its session is in the file by now.
  private func tryAgain(_ reason: String) {
    failures += 1
    if failures == 1 { log.write("somebody has the name \(options.name): trying again") }
    guard failures < Self.attempts else { return fail("\(options.name): \(reason)") }
    later { $0.begin() }
  }

  private func later(_ body: @escaping (BotUser) -> Void) {
    let turn = turn
    reactor.after(Self.pause) { [weak self] in
      guard let self, self.turn == turn else { return }
      body(self)
    }
  }

  private func fail(_ reason: String) {
    log.write(reason)
    onEnd(false)
  }
}
