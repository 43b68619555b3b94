import Broker
import Chat

/// Everything that is decided before an instance starts: one value, read once from the environment and the command
/// line (`Invocation`), never changed afterwards.
///
/// What each setting means, and which values it takes, stands beside its name in `Setting.all`. Its default stands here,
/// or in the options of the part that it is for: the hub, the drain, the store.
package struct Configuration: Equatable, Sendable {
  package var listen = Endpoint(host: "127.0.0.1", port: 8080)
  package var adminListen = Endpoint(host: "127.0.0.1", port: 9080)
  /// `nil` keeps everything in this process, for one instance alone. May hold a password.
  package var redisURL: String?
  package var redisReplicas = 0
  /// Milliseconds.
  package var redisReplicaTimeout = 1_000
  /// This instance's name in the fleet; empty means: made from the host's name and the process id.
  package var instance = ""
  /// `nil` means: `Public` beside the package or the program.
  package var publicFolder: String?
  package var logFormat = Log.Format.text
  package var logLevel = Log.Level.info
  /// Empty means: only pages that this host itself has served.
  package var origins: [String] = []
  /// Needed for the admin listener when set, and always from beyond loopback.
  package var adminToken: String?
  package var trustedProxies = TrustedProxies.loopback
  package var proxyUsers = ProxyUsers.no
  package var backlog = BacklogLimits()
  /// What is stored may take so much where it is in memory: bytes.
  package var storeBytes = 512 << 20
  package var hub = HubConfiguration()
  package var maxConnections = 18_000
  /// What may wait for one slow client before it is told to come back and catch up: bytes.
  package var outboxBytes = 262_144
  package var drain = DrainOptions()
  /// How long clients may take for what they have to do; not offered as settings.
  package var timeouts = ClientTimeouts()

  package init() {}
}

/// How long, and for how much, a client is waited for: one that is slower ends up closed (threat 8).
package struct ClientTimeouts: Equatable, Sendable {
  /// From a request's first byte to the end of its fields, in all: seconds. The sweep adds up to one.
  package var head: UInt32 = 9
  /// From a request's first byte to the end of its body, in all: seconds.
  package var body: UInt32 = 30
  /// Between two requests: seconds. Longer than proxies keep their connections (Caddy's 120), so that none of them sends a
  /// request while the connection ends here: whether it was acted upon is not known then, and a POST is not sent again.
  package var idle: UInt32 = 130
  /// By how much longer some connections are kept, so that not all end at once: seconds.
  package var idleSpread: UInt32 = 20
  /// For the request of a connection for which there is no room: seconds.
  package var refusal: UInt32 = 3
  /// From the opening of a WebSocket to the `hello`: seconds. The protocol's page promises them; the sweep adds up to two.
  package var hello: UInt32 = 10
  /// For the last bytes of a response to be taken, and for the client's half of a WebSocket's close: seconds.
  package var close: UInt32 = 5
  /// The longest request body, which is a webhook's post of hundreds of alerts: bytes.
  package var bodyBytes = 524_288

  package init() {}

  /// How long a client is told that an idle connection stays: a little less than it does. Seconds.
  var keepAlive: UInt32 { idle - min(idle / 2, 5) }
}
