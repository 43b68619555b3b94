import RedisProcess
import Testing

@Suite("What a new connection asks of Redis")
struct AdmissionTests {
  @Test("is what server it is, once; of how much of its memory is taken one of them hears besides")
  func once() throws {
    let redis = try RedisProcess()
    let monitor = try redis.monitor()
    let fleet = try RedisFleet(redis: redis)
    fleet.configure = { $0.probeInterval = .seconds(3_600) }
    let broker = fleet.makeBroker("a")
    fleet.wait { broker.condition == .delivering }
    let lines = try monitor.stop().map(MonitorLine.init).filter { $0.client != nil }
    let asked = Dictionary(grouping: lines, by: \.client).mapValues { lines in
      lines.map(\.words).filter { ["INFO", "ROLE"].contains($0.first) }
    }
    let counted = asked.values.filter { !$0.isEmpty }.sorted { $0.count < $1.count }
    #expect(
      counted == [[["INFO"]], [["INFO"]], [["INFO"], ["INFO", "memory"]]], "commands, publications, subscriber")
  }
}
