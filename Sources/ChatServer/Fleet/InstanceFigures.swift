import Base
import Broker
import Chat
import EventLoop
import NetServer

/// How this instance is: looked at once a second, told to the others every other second.
final class InstanceFigures {
  private let hub: Hub
  private let sockets: WebSocketServer
  private let polls: WaitingPolls
  private let health: InstanceHealth
  private let reactor: Reactor
  private let begun: Instant
  private var ticks = 0
  /// What the figures of one second are told from.
  private var before: (at: Instant, messages: Int, deliveries: Int, cpuSeconds: Double)
  /// As of the latest second.
  private(set) var report: InstanceReport

  init(hub: Hub, sockets: WebSocketServer, polls: WaitingPolls, health: InstanceHealth, reactor: Reactor) {
    self.hub = hub
    self.sockets = sockets
    self.polls = polls
    self.health = health
    self.reactor = reactor
    begun = reactor.now
    before = (reactor.now, 0, 0, ProcessUsage.cpuSeconds)
    report = InstanceReport(of: health.instance)
    report = look()
  }

  /// To be called once a second.
  func tick() {
    report = look()
    ticks += 1
    if ticks % 2 == 0 { tell() }
  }

  /// The last time: it leaves.
  func leave() {
    report = look()
    tell()
  }

  /// A store that is away is not kept busy.
  private func tell() {
    if hub.broker.condition.isServing { hub.broker.announce(report) }
  }

  private func look() -> InstanceReport {
    var report = InstanceReport(of: health.instance)
    report.version = Version.text
    report.status = health.status(of: hub).rawValue
    report.phase = health.drainPhase().rawValue
    report.uptime = Int((reactor.now - begun).seconds)
    report.websockets = sockets.count
    report.polls = polls.count
    report.rooms = hub.roomCount
    report.messages = hub.counters.publicationsAcknowledged
    report.deliveries = hub.counters.deliveriesQueued
    report.memory = ProcessUsage.residentBytes
    report.outboxes = Int(clamping: reactor.traffic.waiting)
    report.store = store
    measure(&report)
    return report
  }

  private func measure(_ report: inout InstanceReport) {
    let span = (reactor.now - before.at).seconds
    let cpuSeconds = ProcessUsage.cpuSeconds
    if span > 0 {
      report.messagesPerSecond = Self.rate(report.messages - before.messages, in: span)
      report.deliveriesPerSecond = Self.rate(report.deliveries - before.deliveries, in: span)
      report.cpu = Self.rate((cpuSeconds - before.cpuSeconds) * 100, in: span)
    }
    before = (reactor.now, report.messages, report.deliveries, cpuSeconds)
  }

  private static func rate(_ count: Int, in span: Double) -> Int { rate(Double(count), in: span) }
  private static func rate(_ count: Double, in span: Double) -> Int {
    Int(exactly: (max(count, 0) / span).rounded()) ?? 0
  }

  private var store: InstanceReport.Store {
    var store = InstanceReport.Store()
    store.kind = health.store
    store.state =
      switch hub.broker.condition {
      case .delivering: hub.broker.writeRefusal == nil ? "delivering" : "refusing"
      case .partial: "partial"
      case .impaired: "impaired"
      }
    store.roundTrip = hub.broker.deliveryProof?.roundTrip.map { Int(clamping: $0.nanoseconds / 1_000) }
    store.used = hub.broker.space?.used
    store.limit = hub.broker.space?.limit
    return store
  }
}
