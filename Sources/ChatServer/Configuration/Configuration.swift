/// Everything that is decided before an instance starts: one value, read once from the environment and the command
/// line (`Invocation`), never changed afterwards.
///
/// What each setting means, and which values it takes, stands beside its name in `Setting.all`; its default stands here.
package struct Configuration: Equatable, Sendable {
  /// Where the public is served.
  package var listen = Endpoint(host: "127.0.0.1", port: 8080)
  /// Where operators are served.
  package var adminListen = Endpoint(host: "127.0.0.1", port: 9080)
  /// The fleet's Redis; `nil` keeps everything in this process, for one instance alone. May hold a password.
  package var redisURL: String?
  /// How many of Redis's replicas must have a message before it is acknowledged; 0 asks none.
  package var redisReplicas = 0
  /// How long they get for it: milliseconds.
  package var redisReplicaTimeout = 1_000
  /// This instance's name in the fleet; empty means: made from the host's name and the process id.
  package var instance = ""
  /// The folder of the page; `nil` means: `Public` beside the package or the program.
  package var publicFolder: String?
  package var logFormat = Log.Format.text
  package var logLevel = Log.Level.info
  /// Pages of these origins may connect; empty means: only pages that this host itself has served.
  package var origins: [String] = []
  /// Needed for the admin listener when set, and always from beyond loopback.
  package var adminToken: String?
  /// Peers whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
  package var trustedProxies = ["127.0.0.1", "::1"]
  /// Messages kept per room.
  package var backlog = 10_000
  /// How long a room's messages are kept after the last one: seconds.
  package var backlogSeconds = 604_800
  /// How long an unused session lives: seconds.
  package var sessionSeconds = 86_400
  /// Messages a second that one connection may send, three times as many in a burst; 0 means no limit.
  package var messageRate = 10
  package var maxConnections = 18_000
  /// What may wait for one slow client before it is told to come back and catch up: bytes.
  package var outboxBytes = 262_144
  package var pingSeconds = 25
  /// How long a stopping instance waits for its clients: seconds.
  package var drainSeconds = 10
  /// How patient the HTTP side is; not offered as settings.
  package var timeouts = HTTPTimeouts()

  package init() {}
}

/// How long, and for how much, the HTTP side waits: a client that is slower ends up closed (threat 8).
package struct HTTPTimeouts: Equatable, Sendable {
  /// From a request's first byte to the end of its fields, in all: seconds. The sweep adds up to one.
  package var head: UInt32 = 9
  /// From a request's first byte to the end of its body, in all: seconds.
  package var body: UInt32 = 30
  /// Between two requests: seconds.
  package var idle: UInt32 = 60
  /// For the last bytes of a response to be taken, and for the client's half of a WebSocket's close: seconds.
  package var close: UInt32 = 5
  /// The longest request body, which is a poll with several messages: bytes.
  package var bodyBytes = 262_144

  package init() {}
}
