import Base
import EventLoop
import Glibc
import Testing

@testable import tchatter_load

@Suite("A run against a mock server", .serialized)
struct RunTests {
  private func options(_ mode: Options.Mode, _ server: MockServer) -> Options {
    var options = Options(mode)
    options.servers = [.loopback(port: server.port)]
    options.isQuiet = true
    options.timeout = 120
    options.hold = 0
    options.clients = 12
    options.rooms = mode == .fanOut ? 1 : 4
    options.messages = 400
    options.window = 8
    return options
  }

  /// What the run complains about; nothing when all is well.
  private func play(_ options: Options) throws -> (complaint: String?, report: Report) {
    let run = try Run(options)
    do {
      try Scenario.play(run)
      return (nil, run.report)
    } catch {
      return (error.description, run.report)
    }
  }

  @Test("all is well where every message arrives once and in order", arguments: [Options.Mode.fanOut, .rooms])
  func delivers(mode: Options.Mode) throws {
    let server = try MockServer()
    var options = options(mode, server)
    options.publishers = 2
    let (complaint, report) = try play(options)
    #expect(complaint == nil)
    #expect(report.deliveries == (mode == .fanOut ? 400 * 12 : 400 * 3))
    #expect((report.latency?.p50 ?? 0) > 0)
  }

  @Test("messages at fixed times take as long as they have to")
  func paced() throws {
    let server = try MockServer()
    var options = options(.fanOut, server)
    options.rate = 2000
    let (complaint, report) = try play(options)
    #expect(complaint == nil)
    #expect(report.seconds >= 0.199)
  }

  @Test(
    "whatever the server does wrong is told",
    arguments: MockServer.Mistake.allCases.filter { $0 != .none })
  func mistakes(mistake: MockServer.Mistake) throws {
    let server = try MockServer(mistake)
    var options = options(.rooms, server)
    // What never comes is seen when the time is up; a busy machine needs long for the rest.
    if [.loses, .swaps, .misdirects, .forgetsToAcknowledge].contains(mistake) { options.timeout = 10 }
    // One message at a time would stop at the first that is lost; with more under way the next one shows the hole.
    options.rate = 2000
    let (complaint, _) = try play(options)
    let expected =
      switch mistake {
      case .loses: "deliveries"
      case .doubles, .swaps: "repeated or late"
      case .misdirects: "nobody sent"
      case .forgetsToAcknowledge: "not acknowledged"
      case .hangsUp: "ended"
      case .refuses, .none: "rate_limited"
      }
    #expect(complaint?.contains(expected) == true, "\(complaint ?? "no complaint")")
  }

  @Test("a storm goes as far as it is told, and idle connections come and stay")
  func connections() throws {
    let server = try MockServer()
    for depth in Options.Depth.allCases {
      var storm = options(.storm, server)
      storm.depth = depth
      storm.clients = 200
      let (complaint, report) = try play(storm)
      #expect(complaint == nil)
      #expect((report.connectionsPerSecond ?? 0) > 0)
    }
    #expect(try play(options(.idle, server)).complaint == nil)
  }

  @Test("a server that is not there, or a process that is not, is said in one line")
  func absent() throws {
    let server = try MockServer()
    var missing = options(.idle, server)
    missing.servers = [.loopback(port: 1)]
    let (complaint, _) = try play(missing)
    #expect(complaint?.contains("refused") == true)
    var unknown = options(.idle, server)
    unknown.processes = [Int32.max]
    #expect(throws: Failure.self) { try Run(unknown) }
  }

  @Test("a process's time grows with its work, and its memory is not nothing")
  func process() throws {
    let own = ServerProcess(id: getpid())
    let before = try own.cpuSeconds()
    var histogram = Histogram()
    for value in 0..<2_000_000 { histogram.record(.nanoseconds(value)) }
    let spent = try own.cpuSeconds() - before
    #expect(spent > 0.001 && spent < 60)
    #expect(try own.residentBytes() > 1 << 20)
  }
}
