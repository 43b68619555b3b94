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
  package var keepAlive: UInt32 { idle - min(idle / 2, 5) }
}
