import JSON
import NetServer

/// `/admin/drain`: takes this one instance out of the fleet without anybody noticing, and back in; `/admin/rebalance`:
/// sends away some of its clients.
struct DrainRoutes {
  let drain: DrainController
  let health: InstanceHealth

  func add(to router: inout Router) {
    router.on("GET", "/admin/drain") { told(drain.phase) }
    router.on("PUT", "/admin/drain") { begin($0) }
    router.on("DELETE", "/admin/drain") { takeBack($0) }
    router.on("POST", "/admin/rebalance") { rebalance($0) }
  }

  /// The body may ask for the process to end: `{"stop": true}`.
  private func begin(_ exchange: Exchange) {
    var stops = false
    if !exchange.request.body.isEmpty {
      guard let object = try? JSONParser.parseObject(exchange.request.body), let stop = object["stop"]?.bool else {
        return exchange.answer(.refusal(.badRequest, "The body must be {\"stop\": true} or {\"stop\": false}."))
      }
      stops = stop
    }
    // Answered first: an instance without clients may stop at once.
    exchange.answer(told(drain.phase == .serving ? .announced : drain.phase))
    drain.begin(stops: stops)
  }

  private func takeBack(_ exchange: Exchange) {
    guard drain.cancel() else {
      return exchange.answer(.refusal(.badRequest, "The instance is stopping; that can't be taken back."))
    }
    exchange.answer(told(drain.phase))
  }

  private func told(_ phase: Drain.Phase) -> Reply {
    .json(
      200,
      JSONWriter.object { writer in
        writer.member("draining", phase != .serving)
        writer.member("phase", phase.rawValue)
        writer.member("clients", health.clients())
      })
  }

  /// `{"clients": how many}`: they are asked to move, spread, and the balancer finds them a place.
  private func rebalance(_ exchange: Exchange) {
    guard let object = try? JSONParser.parseObject(exchange.request.body), let clients = object["clients"]?.integer,
      (1...1_000_000).contains(clients)
    else { return exchange.answer(.refusal(.badRequest, "The body must be {\"clients\": how many are to move}.")) }
    let (asked, window) = drain.rebalance(count: Int(clients))
    exchange.answer(
      .json(
        200,
        JSONWriter.object { writer in
          writer.member("asked", asked)
          writer.member("window", window)
        }))
  }
}
