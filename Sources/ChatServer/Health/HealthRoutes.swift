import Chat
import JSON
import NetServer

/// What the balancer and supervisors ask: shall new clients come here, and does the process turn at all?
struct HealthRoutes {
  let hub: Hub
  let health: InstanceHealth
  /// Whether the reason of an impairment is told; on the admin side only.
  let tellsReasons: Bool
  /// Whether who asks without a word about itself is taken for a proxy that sends clients here; on the public side only.
  let hearsProxies: Bool

  func add(to router: inout Router) {
    router.on("GET", "/health") { $0.answer(reply(to: $0)) }
    router.on("GET", "/live") { .json(200, JSONWriter.object { $0.member("status", "live") }) }
  }

  /// 404 takes the instance out of the balancer's choice while its connections go on (`disable-on-404`); 503 says that it
  /// can't do its work.
  ///
  /// A balancer that tells how it sees this instance gets 404 for that, too, once it lasts: what else it hears makes it
  /// cut the connections, and those are better off here than with a process that is gone.
  private func reply(to exchange: Exchange) -> Reply {
    health.watch(hub)
    let state = exchange.client.balancerState
    if let state {
      health.balancers.heard(state, now: hub.time.now)
    } else if hearsProxies {
      health.balancers.heardAnonymous(from: exchange.client.peer?.text ?? "", now: hub.time.now)
    }
    let status =
      switch health.status(of: hub) {
      case .ok: 200
      case .draining, .maintenance: 404
      case .impaired: state == nil ? 503 : health.isLastinglyImpaired(hub) ? 404 : 200
      }
    return .json(status, JSONWriter.object { health.write(to: &$0, hub: hub, tellsReasons: tellsReasons) })
  }
}
