import EventLoop
import Foundation

/// The command `archive`: writes rooms down until it is told to stop. Foundation: for signals' numbers.
final class RunArchive {
  private let user: BotUser
  private let reactor: Reactor
  private let log = BotLog()
  private let archiver: Archiver
  private var report: ArchiveReport?
  private var hasFailed = false
  private var wasInterrupted = false

  init(_ options: ArchiveOptions) throws(BotUser.Failure) {
    do { reactor = try Reactor() } catch { throw BotUser.Failure(reason: "\(error)") }
    user = try BotUser(options.bot, reactor: reactor, log: log)
    archiver = Archiver(
      folder: options.folder, rooms: options.rooms, segmentBytes: options.segmentBytes, reactor: reactor, log: log)
    do throws(ArchiveFailure) { try archiver.open() } catch { throw BotUser.Failure(reason: error.reason) }
  }

  /// - Returns: the status to exit with.
  func run() -> Int32 {
    for signal in [SIGINT, SIGTERM] {
      // Without it the signal ends the program at once, which loses nothing either.
      try? reactor.onSignal(signal) { [unowned self] in interrupt() }
    }
    // A file that must not grow any more is told like a full disk.
    _ = signal(SIGXFSZ, SIG_IGN)
    user.onBegin = { [unowned self] in archiver.takePart(as: $0) }
    user.onEvent = { [unowned self] in archiver.hear($0) }
    user.onEnd = { [unowned self] isStopped in
      if !isStopped { hasFailed = true }
      if isStopped, report != nil { reactor.stop() } else { leave() }
    }
    archiver.onBlocked = { [unowned self] isBlocked in isBlocked ? user.pause() : user.begin() }
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
    archiver.stop { [unowned self] report in
      self.report = report
      user.stop()
    }
  }
}
