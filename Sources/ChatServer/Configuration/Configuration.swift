import Broker
import Chat
import NetServer

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
  package var proxyHeader = ProxyHeader()
  package var backlog = BacklogLimits()
  /// Who is asked for what the store does not have any more, and by which key.
  package var archive: Endpoint?
  package var archiveKey: String?
  /// What is stored may take so much where it is in memory: bytes.
  package var storeBytes = 512 << 20
  package var hub = HubConfiguration()
  package var maxConnections = 18_000
  /// What may wait for one slow client before it is told to come back and catch up: bytes.
  package var outboxBytes = 262_144
  package var drain = DrainOptions()
  package var cleaning = CleaningOptions()
  /// How long clients may take for what they have to do; not offered as settings.
  package var timeouts = ClientTimeouts()

  package init() {}
}
