import Base
import EventLoop

/// What a mode does, from the first connection to the report.
enum Scenario {
  /// The report is filled as far as the run came, also when it fails.
  static func play(_ run: Run) throws(Failure) {
    switch run.options.mode {
    case .fanOut, .rooms: try deliver(run)
    case .idle: try idle(run)
    case .storm: try storm(run)
    }
  }

  // MARK: Deliveries

  private static func deliver(_ run: Run) throws(Failure) {
    let crowd = Crowd(run.reactor, run.options, depth: .ready, resets: false)
    defer { crowd.close() }
    try run.gather(crowd)
    // The news of who joined is to be over before anything is measured.
    try run.pass(.milliseconds(500), crowd) { "settling" }
    let tally = Tally(crowd)
    crowd.tally = tally
    defer { fill(&run.report, tally, run.options) }
    do throws(Failure) {
      let publish = run.options.rate > 0 ? pace : saturate
      try run.measure({ () throws(Failure) in try publish(run, crowd, tally) }, count: { tally.delivered })
      // What comes twice may come late.
      try run.pass(.milliseconds(200), crowd) { "waiting for repeats" }
    } catch {
      throw Failure([error.description, tally.complaint].compactMap { $0 }.joined(separator: "; "))
    }
    if let complaint = tally.complaint { throw Failure(complaint) }
  }

  /// Every publisher keeps its window full.
  private static func saturate(_ run: Run, _ crowd: Crowd, _ tally: Tally) throws(Failure) {
    tally.start()
    run.reactor.onTurnEnd { [unowned tally] in tally.fillWindows(at: Clock.monotonic) }
    while !tally.isComplete { try run.turn(crowd) { state(tally) } }
  }

  /// Messages leave at fixed times, and their latency counts from then, however late the program itself may be. In the last
  /// two milliseconds before one is due the loop does not wait: epoll's are too coarse. What is saved before is the servers',
  /// where they share processors with this program.
  private static func pace(_ run: Run, _ crowd: Crowd, _ tally: Tally) throws(Failure) {
    let start = Clock.monotonic
    let interval = 1 / Double(run.options.rate)
    if run.options.reads > 0 { crowd.readers = Readers(crowd, every: run.options.reads) }
    defer { crowd.readers = nil }
    var next = 0
    while !tally.isComplete {
      let elapsed = (Clock.monotonic - start).seconds
      while next < tally.messageCount, Double(next) * interval <= elapsed {
        let publisher = tally.publishers[next % tally.publishers.count]
        var bytes: [UInt8] = []
        tally.send(publisher, &bytes, due: start + .seconds(Double(next) * interval))
        publisher.client.write(bytes)
        next += 1
      }
      crowd.readers?.move(at: elapsed)
      let isLast = next == tally.messageCount
      let ahead = start + .seconds(Double(next) * interval) - Clock.monotonic - .milliseconds(2)
      try run.turn(crowd, timeout: isLast ? .milliseconds(100) : max(.zero, ahead)) { state(tally) }
    }
  }

  private static func state(_ tally: Tally) -> String {
    let p99 = tally.latencies.quantile(0.99).seconds * 1e3
    return "\(tally.delivered) of \(tally.deliveryCount) deliveries, p99 \(Report.show(p99)) ms"
  }

  private static func fill(_ report: inout Report, _ tally: Tally, _ options: Options) {
    report.messages = tally.messageCount
    report.size = options.size
    report.deliveries = tally.delivered
    report.deliveriesPerSecond = Double(tally.delivered) / max(report.seconds, 1e-9)
    report.latency = Report.Latency(tally.latencies)
  }

  // MARK: Connections

  private static func idle(_ run: Run) throws(Failure) {
    let crowd = Crowd(run.reactor, run.options, depth: .ready, resets: false)
    defer { crowd.close() }
    let before = try run.processes.residentBytes()
    try run.measure({ () throws(Failure) in try run.gather(crowd) }, count: { crowd.arrived })
    run.report.latency = Report.Latency(crowd.arrivals)
    run.report.connectionsPerSecond = Double(crowd.arrived) / run.report.seconds
    try run.pass(.seconds(run.options.hold), crowd) { "holding" }
    if let before, let after = try run.processes.residentBytes() {
      run.report.bytesPerConnection = Double(after - before) / Double(run.options.clients)
    }
  }

  private static func storm(_ run: Run) throws(Failure) {
    let depth: Client.Phase =
      switch run.options.depth {
      case .upgrade: .greeting
      case .welcome: .joining
      case .joined: .ready
      }
    let crowd = Crowd(run.reactor, run.options, depth: depth, resets: true)
    defer { crowd.close() }
    try run.measure({ () throws(Failure) in try run.gather(crowd) }, count: { crowd.arrived })
    run.report.latency = Report.Latency(crowd.arrivals)
    run.report.connectionsPerSecond = Double(crowd.arrived) / run.report.seconds
  }
}
