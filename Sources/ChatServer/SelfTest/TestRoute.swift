import Chat
import JSON
import NetServer

/// `GET /test`: a user's visit, each step listed, with the health part; for outside monitoring and deploy scripts.
struct TestRoute {
  let hub: Hub
  let health: InstanceHealth
  /// Made on the first use: the address is known only once the instance listens.
  let test: () -> SelfTest?

  func add(to router: inout Router) {
    router.on("GET", "/test") { run($0) }
  }

  private func run(_ exchange: Exchange) {
    guard let test = test() else { return exchange.answer(.refusal(.unavailable, "The instance is not listening.")) }
    test.run { exchange.answer(reply($0)) }
  }

  private func reply(_ outcomes: [SelfTest.Outcome]) -> Reply {
    let isSuccess = outcomes.allSatisfy { $0.failure == nil }
    let status = health.status(of: hub)
    let json = JSONWriter.object { writer in
      writer.member("success", isSuccess)
      writer.member("health", object: { health.write(to: &$0, hub: hub, tellsReasons: true) })
      writer.member(
        "tests", array: { array in for outcome in outcomes { array.object { Self.write(outcome, to: &$0) } } })
    }
    return .json(isSuccess && (status == .ok || status == .draining) ? 200 : 503, json)
  }

  private static func write(_ outcome: SelfTest.Outcome, to writer: inout JSONWriter) {
    writer.member("name", outcome.step.name)
    writer.member("description", outcome.step.description)
    writer.member("endpoint", outcome.step.endpoint)
    writer.member("success", outcome.failure == nil)
    writer.member("error", outcome.failure?.reason ?? "")
    writer.member("ms", outcome.milliseconds)
  }
}
