import EventLoop
import Testing

@testable import tchatter_load

/// A whole audit against a real instance, with one client that is cheated: the audit has to tell.
@Suite("An audit against an instance", .serialized)
struct AuditRunTests {
  private func play(_ mistake: CrookedLine.Mistake, polling: Int = 0) throws -> AuditReport {
    let server = try LoneInstance()
    var options = AuditOptions()
    options.server = .loopback(port: server.port)
    (options.clients, options.polling, options.churning) = (8, polling, 0)
    (options.rooms, options.messages, options.rate) = (2, 60, 200)
    options.isQuiet = true
    // By this one the client that is cheated says something soon; by one in two thousand it does not, or last of all.
    if mistake != .none { options.seed = 6 }
    let run = try AuditRun(options)
    var count = 0
    run.desk.wrap = { line in
      count += 1
      return count == 1 ? CrookedLine(line, mistake) : line
    }
    return run.play()
  }

  @Test("finds nothing where nothing is wrong, over either transport", arguments: [0, 4])
  func clean(polling: Int) throws {
    let report = try play(.none, polling: polling)
    #expect(report.failure == nil && report.addsUp)
    #expect(report.messages.sent == 60 && report.messages.acknowledged == 60 && report.messages.stored == 60)
    #expect(report.messages.shown == 60 * 4 && report.gap.longest > 0)
  }

  @Test(
    "finds what a client was cheated of",
    arguments: [
      (CrookedLine.Mistake.forgets, "lost"), (.repeats, "duplicated"), (.swaps, "reordered"), (.alters, "phantom"),
      (.invents, "lost"),
    ])
  func cheated(mistake: CrookedLine.Mistake, anomaly: String) throws {
    let report = try play(mistake)
    #expect((report.anomalies[anomaly] ?? 0) > 0)
    #expect(report.failure?.contains(anomaly) == true)
  }

  @Test("fails when nobody is there")
  func nobody() throws {
    var options = AuditOptions()
    options.server = .loopback(port: 1)
    (options.clients, options.polling, options.churning, options.rooms) = (1, 0, 0, 1)
    (options.timeout, options.isQuiet) = (1, true)
    let report = try AuditRun(options).play()
    #expect(report.failure?.contains("nothing was acknowledged") == true)
  }
}
