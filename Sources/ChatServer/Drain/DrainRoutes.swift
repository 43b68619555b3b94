import Chat
import JSON

/// What an operator's request has the instance do; it is set once there is one.
final class DrainOrders {
  /// Begins a drain; whether the process ends with it.
  var begin: (_ stops: Bool) -> Void = { _ in }
  /// Ends it; whether that could be.
  var cancel: () -> Bool = { false }
}

/// `/admin/drain`: takes this one instance out of the fleet without anybody noticing, and back in; `/admin/rebalance`:
/// sends away some of its clients.
struct DrainRoutes {
  let hub: Hub
  let facts: InstanceHealth
  let log: Log
  let orders: DrainOrders

  func add(to router: inout Router) {
    router.on("GET", "/admin/drain") { told() }
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
    exchange.answer(told(as: .announced))
    orders.begin(stops)
  }

  private func takeBack(_ exchange: Exchange) {
    guard orders.cancel() else {
      return exchange.answer(.refusal(.badRequest, "The instance is stopping; that can't be taken back."))
    }
    exchange.answer(told())
  }

  private func told(as phase: Drain.Phase? = nil) -> Reply {
    .json(
      200,
      JSONWriter.object { writer in
        let phase = facts.drainPhase() == .serving ? phase ?? .serving : facts.drainPhase()
        writer.member("draining", phase != .serving)
        writer.member("phase", phase.rawValue)
        writer.member("clients", facts.clients())
      })
  }

  /// `{"clients": how many}`: they are asked to move, spread, and the balancer finds them a place.
  private func rebalance(_ exchange: Exchange) {
    guard let object = try? JSONParser.parseObject(exchange.request.body), let clients = object["clients"]?.integer,
      (1...1_000_000).contains(clients)
    else { return exchange.answer(.refusal(.badRequest, "The body must be {\"clients\": how many are to move}.")) }
    let others = facts.balancers.others(now: hub.time.now)
    let window = Drain.window(clients: min(Int(clients), hub.clientCount), others: others)
    let asked = hub.askToReconnect(.rebalance, window: window, count: Int(clients))
    log.info("rebalance", ["clients": Log.Value(asked), "window": Log.Value(window)])
    exchange.answer(
      .json(
        200,
        JSONWriter.object { writer in
          writer.member("asked", asked)
          writer.member("window", window)
        }))
  }
}
