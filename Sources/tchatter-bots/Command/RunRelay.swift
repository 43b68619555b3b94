import EventLoop
import Foundation

/// The command `relay`: sends rooms' events until it is told to stop. Foundation: for signals' numbers.
final class RunRelay {
  private let user: BotUser
  private let reactor: Reactor
  private let log = BotLog()
  private let relay: Relay
  private var report: RelayReport?
  private var hasFailed = false
  private var wasInterrupted = false

  /// - Parameter address: of `options`.
  init(_ options: RelayOptions, to address: WebhookAddress) throws(BotUser.Failure) {
    do { reactor = try Reactor() } catch { throw BotUser.Failure(reason: "\(error)") }
    user = try BotUser(options.bot, reactor: reactor, log: log)
    do { _ = try address.resolve(turn: 0, allowsPrivate: options.allowsPrivate) } catch {
      guard error.isPassing else { throw BotUser.Failure(reason: "--to: \(error.reason)") }
      log.write(error.reason)
    }
    let route = WebhookCourier.Route(
      address: address, secrets: options.secrets, allowsPrivate: options.allowsPrivate, timeout: options.timeout,
      isSlack: options.isSlack)
    let setting = RoomRelay.Setting(
      route: route, ladder: options.ladder, limit: options.limit, isOwn: { options.bot.isNamed($0) })
    relay = Relay(folder: options.folder, rooms: options.rooms, setting: setting, reactor: reactor, log: log)
    do throws(ArchiveFailure) { try relay.open() } catch { throw BotUser.Failure(reason: error.reason) }
  }

  /// - Returns: the status to exit with.
  func run() -> Int32 {
    for signal in [SIGINT, SIGTERM] {
      // Without it the signal ends the program at once, which loses nothing either.
      try? reactor.onSignal(signal) { [unowned self] in interrupt() }
    }
    // A file that must not grow any more is told like a full disk.
    _ = signal(SIGXFSZ, SIG_IGN)
    user.onBegin = { [unowned self] in relay.takePart(as: $0) }
    user.onEvent = { [unowned self] in relay.hear($0) }
    user.onEnd = { [unowned self] isStopped in
      if !isStopped { hasFailed = true }
      if isStopped, report != nil { reactor.stop() } else { leave() }
    }
    user.begin()
    reactor.run()
    for line in report?.lines ?? [] { print(line) }
    return hasFailed || report?.isWritten != true ? 1 : 0
  }

  private func interrupt() {
    if wasInterrupted { return reactor.stop() }
    log.write("stopping")
    leave()
  }

  private func leave() {
    guard !wasInterrupted else { return reactor.stop() }
    wasInterrupted = true
    relay.stop { [unowned self] report in
      self.report = report
      user.stop()
    }
  }
}
