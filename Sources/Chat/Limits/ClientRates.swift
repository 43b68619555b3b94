import Base
import ChatProtocol

/// How much one connection may ask for: messages and changes are counted apart from everything else.
package struct ClientRates {
  private var messages = TokenBucket()
  private var requests = TokenBucket()

  package init() {}

  /// Takes a request, or a message or a change; what it exceeds, otherwise.
  mutating func take(isMessage: Bool, _ configuration: HubConfiguration, now: Instant) -> Exceeded? {
    if isMessage {
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
