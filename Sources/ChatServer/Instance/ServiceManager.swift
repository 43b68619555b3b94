import Base
import EventLoop
import Glibc

/// What started the process and wants to be told how it is doing: systemd's `Type=notify`, the protocol of sd_notify(3).
///
/// The service is ready once messages flow: so a restart of one instance after the other never has two of them out of the
/// fleet. It is ready without that after `timeout`, since an instance stays up while its store is away.
///
/// Confined to the loop's thread.
package final class ServiceManager {
  /// For how long the store may be away before the service counts as started all the same.
  static let timeout: TimeSpan = .seconds(10)
  /// By how much the stop may take longer than the drain.
  static let stopMargin: TimeSpan = .seconds(10)
  private static let interval: TimeSpan = .milliseconds(200)

  private let socket: NotifySocket
  /// How often the manager wants a sign of life; `nil`: never.
  private let watchdog: TimeSpan?
  private let log: Log
  private var told = ServiceState(status: "")
  private var isFailing = false

  /// `nil` where nobody wants to be told, or what the environment says of it can't be: that is one warning.
  /// - Parameter process: this process's id.
  package init?(environment: [String: String], process: Int32 = getpid(), log: Log) {
    guard let name = environment["NOTIFY_SOCKET"], !name.isEmpty else { return nil }
    do throws(NotifySocket.Failure) { socket = try NotifySocket(name) } catch {
      log.warning("the service manager is told nothing", ["reason": .text("NOTIFY_SOCKET \(error.reason)")])
      return nil
    }
    self.log = log
    watchdog = Self.watchdog(environment, process, log)
  }

  /// The time after which a silent process is killed; not for another process than this, whose variables were inherited.
  private static func watchdog(_ environment: [String: String], _ process: Int32, _ log: Log) -> TimeSpan? {
    guard let text = environment["WATCHDOG_USEC"], !text.isEmpty else { return nil }
    if let owner = environment["WATCHDOG_PID"], !owner.isEmpty, owner != String(process) { return nil }
    guard let microseconds = UInt64(text), microseconds > 0 else {
      log.warning("the watchdog gets no signs of life", ["reason": "WATCHDOG_USEC is not a number above 0"])
      return nil
    }
    return .microseconds(microseconds)
  }

  /// Tells how an instance is doing, from now on and as long as the loop turns.
  package func attend(_ instance: Instance, on reactor: Reactor) {
    let deadline = reactor.now + Self.timeout
    tell(instance.serviceState)
    reactor.every(Self.interval) { [self, unowned instance, unowned reactor] in
      var state = instance.serviceState
      state.isReady = state.isReady || reactor.now >= deadline
      tell(state)
    }
    if let watchdog {
      reactor.every(max(watchdog / 2, .milliseconds(1))) { [self] in send("WATCHDOG=1") }
    }
  }

  /// Tells what is new. What did not arrive is told again the next time.
  package func tell(_ state: ServiceState) {
    let state = state.following(told)
    let news = state.news(since: told)
    if !news.isEmpty, send(news) { told = state }
  }

  /// - Returns: whether it arrived; the first of several failures is logged.
  @discardableResult
  private func send(_ text: String) -> Bool {
    do throws(NotifySocket.Failure) {
      try socket.send(text)
      isFailing = false
      return true
    } catch {
      if !isFailing {
        log.warning("the service manager is told nothing", ["reason": .text("NOTIFY_SOCKET \(error.reason)")])
      }
      isFailing = true
      return false
    }
  }
}
