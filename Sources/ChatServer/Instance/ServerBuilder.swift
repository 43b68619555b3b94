import Base
import Chat
import EventLoop
import NetServer
import Webhooks

/// Puts the routes of the two listeners together.
struct ServerBuilder {
  let configuration: Configuration
  let files: StaticFiles
  let pages: PageShare
  let hub: Hub
  let sockets: WebSocketServer
  let polls: WaitingPolls
  let health: InstanceHealth
  let figures: InstanceFigures
  let drain: DrainController
  let operators: AdminAuthenticator
  let reactor: Reactor
  let entropy: any Entropy
  let log: Log
  let hooks: Hooks

  /// For everybody.
  func publicServer() -> HTTPServer {
    let origins = OriginPolicy(configuration.origins)
    let authenticator = RequestAuthenticator(
      hub: hub, origins: origins, refusedOrigins: RefusedOrigins(log: log),
      cookie: SessionCookie(lifetime: configuration.hub.sessionLifetime, isAlwaysSecure: origins.isAlwaysSecure),
      operators: operators, proxyUsers: configuration.proxyUsers, proxyHeader: configuration.proxyHeader)
    var router = Router()
    router.serve(files)
    pages.add(to: &router)
    HealthRoutes(hub: hub, health: health, tellsReasons: false, hearsProxies: true).add(to: &router)
    SessionRoutes(authenticator: authenticator).add(to: &router)
    WebSocketRoute(authenticator: authenticator, sockets: sockets).add(to: &router)
    PollRoute(authenticator: authenticator, server: polls).add(to: &router)
    HookRoutes(hooks: hooks).add(to: &router)
    return server(router)
  }

  /// For operators and supervisors.
  /// - Parameters:
  ///   - publicServer: what the numbers are about, besides this one.
  ///   - address: where the public is served, once it is.
  func adminServer(besides publicServer: HTTPServer, address: @escaping () -> SocketAddress?) -> HTTPServer {
    var router = Router()
    let operators = operators
    router.admits = { exchange in
      // Supervisors ask these, and need no token for it: the public side tells as much.
      if ["/health", "/live"].contains(exchange.request.path) { return true }
      guard let refusal = operators.refusal(of: exchange) else { return true }
      exchange.answer(refusal)
      return false
    }
    HealthRoutes(
      hub: hub, health: health, tellsReasons: configuration.adminToken == nil, hearsProxies: false
    ).add(to: &router)
    MetricsRoute(
      hub: hub, hooks: hooks, sockets: sockets, polls: polls, health: health, servers: { [("public", publicServer)] },
      reactor: reactor
    ).add(to: &router)
    AdminPage.add(to: &router)
    FleetRoute(hub: hub, figures: figures, health: health, reactor: reactor).add(to: &router)
    MaintenanceRoutes(hub: hub, log: log).add(to: &router)
    UserRoutes(hub: hub, log: log).add(to: &router)
    FollowRoutes(hub: hub, log: log).add(to: &router)
    BotRoutes(hub: hub, log: log).add(to: &router)
    RoomRoutes(hub: hub, log: log).add(to: &router)
    StatisticsRoute(hub: hub, backlog: configuration.backlog.messages).add(to: &router)
    AbandonedRoutes(hub: hub, log: log).add(to: &router)
    ExportRoute(hub: hub, log: log).add(to: &router)
    ErasureRoutes(hub: hub, log: log).add(to: &router)
    DrainRoutes(drain: drain, health: health).add(to: &router)
    HookAdminRoutes(hooks: hooks, log: log, publicAddress: address).add(to: &router)
    var test: SelfTest?
    TestRoute(hub: hub, health: health) {
      test = test ?? address().map { selfTest(at: $0) }
      return test
    }.add(to: &router)
    return server(router)
  }

  private func selfTest(at address: SocketAddress) -> SelfTest {
    let name = configuration.instance.lowercased().map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
    return SelfTest(
      steps: (files["/"] == nil ? [] : [.page]) + Step.visit, reactor: reactor, address: Self.reachable(address),
      room: "self-test-" + name.prefix(40), operatorToken: operators.ownToken, entropy: entropy)
  }

  /// Who listens everywhere is reached here.
  private static func reachable(_ address: SocketAddress) -> SocketAddress {
    switch address.host {
    case .v4(0): .loopback(port: address.port)
    case .v6(0, 0, let scope): SocketAddress(host: .v6(high: 0, low: 1, scope: scope), port: address.port)
    default: address
    }
  }

  private func server(_ router: Router) -> HTTPServer {
    HTTPServer(
      router: router, timeouts: configuration.timeouts, trustedProxies: configuration.trustedProxies, reactor: reactor)
  }
}
