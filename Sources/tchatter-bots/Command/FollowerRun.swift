import ChatClient
import EventLoop
import Foundation

/// What follows rooms and keeps what it has to know of them in files: the archive, the relay.
protocol RoomFollower: AnyObject {
  associatedtype Report: FollowerReport

  func takePart(as participant: Participant)
  func hear(_ event: ParticipantEvent)
  /// Takes nothing more.
  /// - Parameter completion: told once, with what came of it.
  func stop(_ completion: @escaping (Report) -> Void)
}

/// The numbers with which a follower is stopped.
protocol FollowerReport {
  /// To be printed.
  var lines: [String] { get }
  /// Whether everything that was taken is on the disk.
  var isWritten: Bool { get }
}

/// Has a follower take part until it is told to stop. Foundation: for signals' numbers.
final class FollowerRun<Follower: RoomFollower> {
  private let user: BotUser
  private let follower: Follower
  private let reactor: Reactor
  private let log: BotLog
  private var report: Follower.Report?
  private var hasFailed = false
  private var wasInterrupted = false

  init(_ follower: Follower, as user: BotUser, on reactor: Reactor, log: BotLog) {
    self.follower = follower
    self.user = user
    self.reactor = reactor
    self.log = log
  }

  /// - Returns: the status to exit with.
  func run() -> Int32 {
    for signal in [SIGINT, SIGTERM] {
      // Without it the signal ends the program at once, which loses nothing either.
      try? reactor.onSignal(signal) { [unowned self] in interrupt() }
    }
    // A file that must not grow any more is told like a full disk.
    _ = signal(SIGXFSZ, SIG_IGN)
    user.onBegin = { [unowned self] in follower.takePart(as: $0) }
    user.onEvent = { [unowned self] in follower.hear($0) }
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
    follower.stop { [unowned self] report in
      self.report = report
      user.stop()
    }
  }
}
