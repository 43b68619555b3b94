import Broker
import ChatProtocol

/// Why a webhook's payload was not taken, in the words that such clients know.
package enum HookRefusal: Error, Equatable, Sendable {
  /// `reason` is for the operator's log; it quotes nothing of the payload.
  case invalidPayload(reason: String)
  case noText
  case invalidToken
  case actionProhibited
  case channelNotFound
  /// Milliseconds until the next one is taken.
  case rateLimited(wait: Int)
  case unavailable(wait: Int)
  case maintenance

  /// The whole answer.
  package var code: String {
    switch self {
    case .invalidPayload: "invalid_payload"
    case .noText: "no_text"
    case .invalidToken: "invalid_token"
    case .actionProhibited: "action_prohibited"
    case .channelNotFound: "channel_not_found"
    case .rateLimited: "rate_limited"
    case .unavailable: "unavailable"
    case .maintenance: "maintenance"
    }
  }

  package var status: Int {
    switch self {
    case .invalidPayload, .noText: 400
    case .invalidToken, .actionProhibited: 403
    case .channelNotFound: 404
    case .rateLimited: 429
    case .unavailable, .maintenance: 503
    }
  }

  /// Seconds after which the same again may be taken.
  package var retryAfter: Int? {
    switch self {
    case .rateLimited(let wait), .unavailable(let wait): max(1, wait / 1_000 + (wait % 1_000 > 0 ? 1 : 0))
    case .maintenance: 10
    default: nil
    }
  }

  /// What a store's failure is to the client.
  init(_ failure: BrokerFailure) {
    self = .unavailable(wait: Refusal(failure).retryAfter ?? 1_000)
  }
}
