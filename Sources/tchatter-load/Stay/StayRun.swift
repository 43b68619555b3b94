import Base
import EventLoop
import Glibc

/// Clients that stay, from the first connection until a signal says that it is enough.
final class StayRun {
  let options: StayOptions
  let reactor: Reactor
  let entropy = KernelEntropy()
  var tally = StayTally()
  var balance: LeastConnections
  /// When the bytes came that are being read.
  private(set) var heardAt = Clock.monotonic
  private var clients: [Stayer] = []
  private var started = 0
  private var arrived = 0
  private var failure: String?
  private var isEnough = false
  private var progress: Progress
  private let begun = Clock.monotonic

  init(_ options: StayOptions) throws(Failure) {
    self.options = options
    balance = LeastConnections(servers: options.servers.count)
    reactor = try makeReactor(eventsPerRound: 256)
    progress = Progress(isQuiet: options.isQuiet, at: begun)
    clients.reserveCapacity(options.clients)
  }

  /// - Parameter tell: is handed one line once all are there.
  func play(_ tell: (String) -> Void) throws(Failure) -> StayReport {
    for signal in [SIGINT, SIGTERM] {
      do throws(SystemError) {
        try reactor.onSignal(signal) { [weak self] in self?.end() }
      } catch {
        throw Failure("\(error)")
      }
    }
    gather()
    let gathering = Clock.monotonic - begun
    if failure == nil, arrived == options.clients { tell(#"{"there":\#(arrived),"seconds":\#(gathering.seconds)}"#) }
    while !isEnough, failure == nil { turn("staying") }
    return StayReport(
      options, tally, there: clients.count(where: \.isThere), gathering: gathering, failure: failure)
  }

  func end() { isEnough = true }

  private func gather() {
    let deadline = begun + .seconds(options.timeout)
    while arrived < options.clients, failure == nil, !isEnough {
      while started < options.clients, started - arrived < options.opening {
        let client = Stayer(started, in: room(of: started), self)
        clients.append(client)
        client.connect(to: server(of: started))
        started += 1
      }
      turn("gathering")
      if reactor.now > deadline { fail("not all there within \(options.timeout) s (--timeout)") }
    }
  }

  private func turn(_ phase: String) {
    reactor.turn(timeout: .milliseconds(100))
    progress.show(at: reactor.now) {
      "\(phase): \(arrived) of \(options.clients) have come, \(tally.moves) moves, "
        + "\(tally.losses.values.reduce(0, +)) connections lost, \(tally.absences.count) came back"
    }
  }

  // MARK: - What clients need

  /// Digits only, and its own: names that look alike are one name to the server.
  func name(of index: Int) -> String { "stay-\(getpid())-\(index)" }

  private func room(of index: Int) -> String {
    index < options.audience ? options.room : "stay-\(getpid())-\(index % options.rooms)"
  }

  /// The audience is everywhere; the clients of another room are on a few instances that lie side by side.
  private func server(of index: Int) -> Int {
    let count = options.servers.count
    guard index >= options.audience else { return index % count }
    let (turn, room) = index.quotientAndRemainder(dividingBy: options.rooms)
    return (room + turn % min(options.spread, count)) % count
  }

  func heard() { heardAt = Clock.monotonic }

  func arrived(_ client: Stayer, after span: TimeSpan, isBack: Bool) {
    if isBack { tally.absences.record(span) } else { arrived += 1 }
  }

  func fail(_ text: String) {
    if failure == nil { failure = text }
  }
}
