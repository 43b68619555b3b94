import Broker
import ChatProtocol

/// Why a webhook's payload was not taken, in the words that such clients know.
package enum HookRefusal: Error, Equatable, Sendable {
  /// `reason` is for the operator's log; it quotes nothing of the payload.
  case invalidPayload(reason: String)
  case noText
  case noPost
  case tooLarge
  /// `reason` is HTTP's; it quotes nothing of the request.
  case malformed(reason: String)
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
    case .noPost: "no_post"
    case .tooLarge: "too_large"
    case .malformed: "malformed"
    case .invalidToken: "invalid_token"
    case .actionProhibited: "action_prohibited"
    case .channelNotFound: "channel_not_found"
    case .rateLimited: "rate_limited"
    case .unavailable: "unavailable"
    case .maintenance: "maintenance"
    }
  }

  /// The codes of all refusals.
  package static let codes = [
    "invalid_payload", "no_text", "no_post", "too_large", "malformed", "invalid_token", "action_prohibited",
    "channel_not_found", "rate_limited", "unavailable", "maintenance",
  ]

  /// For the operator.
  package var reason: String {
    switch self {
    case .invalidPayload(let reason), .malformed(let reason): reason
    case .noText:
      "nothing in it can be shown: neither text, blocks nor attachments, nor what a template of the hook's would show"
    case .noPost: "it was another method than POST, as some senders use where none is told"
    case .tooLarge: "its body has more than 512 KiB: have the sender post less at once"
    case .invalidToken: "no hook has this token"
    case .actionProhibited:
      "its channel is not the hook's room, where one made with --channels any may go; or the room's policy forbids it"
    case .channelNotFound: "its channel is no room that exists, and nobody's name"
    case .rateLimited: "more posts than the hook's rate, which --rate sets, or than the quota of its address"
    case .unavailable: "the store did not take it"
    case .maintenance: "the chat is closed for maintenance"
    }
  }

  package var status: Int {
    switch self {
    case .invalidPayload, .noText, .malformed: 400
    case .invalidToken, .actionProhibited: 403
    case .channelNotFound: 404
    case .noPost: 405
    case .tooLarge: 413
    case .rateLimited: 429
    case .unavailable, .maintenance: 503
    }
  }

  /// Whether it says nothing of the hook or its posts, and is over soon.
  var isPassing: Bool {
    switch self {
    case .unavailable, .maintenance: true
    default: false
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
    switch failure {
    case .forbidden: self = .actionProhibited
    case .tooSoon(let wait): self = .rateLimited(wait: wait)
    default: self = .unavailable(wait: Refusal(failure).retryAfter ?? 1_000)
    }
  }
}
