import Broker

// What users and addresses take is told among the instances of the fleet.
extension Hub {
  /// Tells the others who has taken much. To be called at each turn's end.
  func tellUsage() {
    guard let usages = limits.takeNews(now: time.now), !usages.isEmpty else { return }
    counters.usageReportsSent += 1
    broker.announce(UsageReport(from: configuration.instance, usages))
  }

  /// Everybody hears a report, whoever has sent it as well.
  func heard(_ report: UsageReport) {
    guard report.instance != configuration.instance else { return }
    counters.usageReportsReceived += 1
    counters.usagesCharged += limits.charge(report.usages, now: time.now)
  }
}
