import Base
import ChatProtocol

/// How much one client may ask for: messages and changes are counted apart from everything else.
package struct RateLimits {
  private var messages = TokenBucket()
  private var requests = TokenBucket()

  package init() {}

  /// Takes what a request costs.
  /// - Returns: `nil` when there was enough, else how long until there is.
  mutating func take(_ action: ClientRequest.Action, _ configuration: HubConfiguration, now: Instant) -> TimeSpan? {
    switch action {
    case .send, .change: messages.take(rate: configuration.messageRate, now: now)
    default: requests.take(rate: configuration.requestRate, now: now)
    }
  }
}
