import Base
import ChatProtocol

/// How much one connection may ask for: messages and changes are counted apart from everything else.
package struct ClientRates {
  private var messages = TokenBucket()
  private var requests = TokenBucket()

  package init() {}

  /// Takes what a request costs; what it exceeds, otherwise.
  mutating func take(_ price: Price, _ configuration: HubConfiguration, now: Instant) -> Exceeded? {
    if price.messages > 0 {
      messages.take(rate: configuration.messageRate, now: now)
        .map { Exceeded(.messages, of: .connection, wait: $0) }
    } else {
      requests.take(rate: configuration.requestRate, now: now)
        .map { Exceeded(.requests, of: .connection, wait: $0) }
    }
  }

  /// Whether nothing is taken.
  func isFull(_ now: Instant) -> Bool { messages.isFull(now) && requests.isFull(now) }
}
