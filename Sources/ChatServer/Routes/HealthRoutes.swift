import Chat

/// What the balancer and supervisors ask: shall new clients come here, and does the process turn at all?
struct HealthRoutes {
  let hub: Hub
  let facts: InstanceFacts
  /// Whether the reason of an impairment is told; on the admin side only.
  let tellsReasons: Bool

  func add(to router: inout Router) {
    router.on("GET", "/health") { health }
    router.on("GET", "/live") { .json(200, JSONWriter.object { $0.member("status", "live") }) }
  }

  /// 404 takes the instance out of the balancer's choice while its connections go on (`disable-on-404`); 503 says that it
  /// can't do its work.
  private var health: Reply {
    facts.wasAsked(at: hub.time.now)
    let status =
      switch facts.status(of: hub) {
      case .ok: 200
      case .draining, .maintenance: 404
      case .impaired: 503
      }
    return .json(status, JSONWriter.object { facts.write(to: &$0, hub: hub, tellsReasons: tellsReasons) })
  }
}
