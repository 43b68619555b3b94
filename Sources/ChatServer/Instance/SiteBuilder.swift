import Chat
import EventLoop

/// Puts the routes of the two listeners together.
struct SiteBuilder {
  let configuration: Configuration
  let files: StaticFiles
  let hub: Hub
  let transport: WebSocketTransport
  let facts: InstanceFacts
  let operators: OperatorGate
  let reactor: Reactor

  /// For everybody.
  func publicSite() -> Site {
    let gatekeeper = Gatekeeper(hub: hub, origins: OriginPolicy(configuration.origins), operators: operators)
    var router = Router()
    router.serve(files)
    HealthRoutes(hub: hub, facts: facts, tellsReasons: false).add(to: &router)
    SessionRoutes(gatekeeper: gatekeeper, cookie: SessionCookie(lifetime: configuration.sessionSeconds))
      .add(to: &router)
    WebSocketRoute(gatekeeper: gatekeeper, transport: transport).add(to: &router)
    return site(router)
  }

  /// For operators and supervisors.
  func adminSite() -> Site {
    var router = Router()
    let operators = operators
    router.admits = { exchange in
      guard let refusal = operators.refusal(of: exchange) else { return true }
      exchange.answer(refusal)
      return false
    }
    HealthRoutes(hub: hub, facts: facts, tellsReasons: true).add(to: &router)
    return site(router)
  }

  private func site(_ router: Router) -> Site {
    let reactor = reactor
    return Site(
      router: router, patience: configuration.patience, trustedProxies: configuration.trustedProxies,
      wallClock: { reactor.wallClock })
  }
}

extension HubConfiguration {
  /// What the instance's settings mean for the chat.
  init(_ configuration: Configuration) {
    self.init()
    instance = configuration.instance
    version = Version.text
    messageRate = configuration.messageRate
    sessionLifetime = configuration.sessionSeconds
    pingInterval = configuration.pingSeconds * 1_000
    outboxBytes = configuration.outboxBytes
  }
}
