import Base
import EventLoop
import Glibc

/// What every run has: the loop, its time limit, the server's processes, and a report that grows.
final class Run {
  let options: Options
  let reactor: Reactor
  var report: Report
  let processes: [ServerProcess]
  private let deadline: Instant
  private var progress: Progress

  init(_ options: Options) throws(Failure) {
    self.options = options
    reactor = try makeReactor(eventsPerRound: 256)
    report = Report(options)
    processes = options.processes.map { ServerProcess(id: $0) }
    let now = Clock.monotonic
    deadline = now + .seconds(options.timeout)
    progress = Progress(isQuiet: options.isQuiet, at: now)
    _ = try processes.cpuSeconds()
  }

  /// One turn of the loop, unless something has gone wrong or the time is up.
  func turn(_ crowd: Crowd, timeout: TimeSpan = .milliseconds(100), _ state: () -> String) throws(Failure) {
    reactor.turn(timeout: timeout)
    if let failure = crowd.failure { throw failure }
    progress.show(at: reactor.now, state)
    guard reactor.now < deadline else { throw Failure("not done within \(options.timeout) s (--timeout): \(state())") }
  }

  func pass(_ span: TimeSpan, _ crowd: Crowd, _ state: () -> String) throws(Failure) {
    let end = Clock.monotonic + span
    while reactor.now < end { try turn(crowd, state) }
  }

  /// Opens all clients.
  func gather(_ crowd: Crowd) throws(Failure) {
    while !crowd.hasArrived {
      crowd.open()
      try turn(crowd) { "\(crowd.arrived) of \(options.clients) connections" }
    }
  }

  /// Measures `body`: its time and what the server and this program spent on `count()` things.
  func measure(_ body: () throws(Failure) -> Void, count: () -> Int) throws(Failure) {
    let (time, server, own) = (Clock.monotonic, try processes.cpuSeconds(), Self.ownSeconds)
    var failure: Failure?
    do { try body() } catch { failure = error }
    report.seconds = (Clock.monotonic - time).seconds
    report.loadCores = (Self.ownSeconds - own) / report.seconds
    if let server, let end = try processes.cpuSeconds() {
      report.serverCores = (end - server) / report.seconds
      if count() > 0 { report.serverMicroseconds = (end - server) * 1e6 / Double(count()) }
    }
    if let failure { throw failure }
  }

  private static var ownSeconds: Double {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
    return Double(seconds) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
  }
}
