import Base
import WebSocket

/// What a close code says to a client of the chat, and what it then does.
///
/// The same table stands in `Public/protocol.md`, for all clients, and in `Public/client/close-codes.js`, for the page; a
/// unit test holds them against each other.
package struct ChatCloseCode: Equatable, Sendable {
  package enum Reconnect: String, Sendable {
    /// After the usual backoff.
    case now
    /// Not before `laterDelay`, and then after the backoff.
    case later
    /// Connecting again, with the same session and the same requests, would only bring the same end.
    case never
  }

  package let code: CloseCode
  package let meaning: String
  package let reconnect: Reconnect

  /// The least wait before reconnecting `later`.
  package static let laterDelay = TimeSpan.seconds(5)

  package static let table = [
    ChatCloseCode(.normal, .now, "done"),
    ChatCloseCode(.goingAway, .now, "going away"),
    ChatCloseCode(.protocolError, .now, "protocol error: a frame was garbled on the way"),
    ChatCloseCode(.unsupportedData, .never, "a kind of data that is not accepted"),
    ChatCloseCode(.noStatus, .now, "closed without a code"),
    ChatCloseCode(.abnormal, .now, "lost, or never came up"),
    ChatCloseCode(.invalidData, .now, "not UTF-8: a frame was garbled on the way"),
    ChatCloseCode(.policyViolation, .never, "against a policy"),
    ChatCloseCode(.tooBig, .never, "too large"),
    ChatCloseCode(.internalError, .now, "server error"),
    ChatCloseCode(.restarted, .now, "the instance restarts"),
    ChatCloseCode(.tryLater, .later, "no room, or maintenance"),
    ChatCloseCode(.helloMissing, .now, "no hello"),
    ChatCloseCode(.tooSlow, .now, "reads too slowly: resume from the position"),
    ChatCloseCode(.tokenExpired, .now, "the token has expired: come back with a new one"),
    ChatCloseCode(.noPong, .now, "no pong"),
    ChatCloseCode(.flooding, .later, "flooding"),
    ChatCloseCode(.helloRefused, .never, "the hello was refused, for what its error says"),
    ChatCloseCode(.unauthorized, .never, "the session is unknown or has ended"),
    ChatCloseCode(.banned, .never, "banned: the error before it says until when"),
    ChatCloseCode(.unsupportedVersion, .never, "unsupported version"),
    ChatCloseCode(.nameTaken, .never, "somebody has the name"),
  ]

  private init(_ code: CloseCode, _ reconnect: Reconnect, _ meaning: String) {
    self.code = code
    self.reconnect = reconnect
    self.meaning = meaning
  }
}

/// The chat's own codes, beside those of RFC 6455.
extension CloseCode {
  /// No `hello` came in time.
  package static let helloMissing = CloseCode(rawValue: 4000)
  /// The client reads too slowly: resume from your position.
  package static let tooSlow = CloseCode(rawValue: 4008)
  /// The session came with an application's token, and the time of that is over: come back with a new one.
  package static let tokenExpired = CloseCode(rawValue: 4010)
  /// No answer to the server's pings.
  package static let noPong = CloseCode(rawValue: 4012)
  /// Too much was sent too fast: wait.
  package static let flooding = CloseCode(rawValue: 4029)
  /// What the hello said can't be taken, such as a name that is nobody's: the error before it tells.
  package static let helloRefused = CloseCode(rawValue: 4500)
  /// The session is not known, or not any more.
  package static let unauthorized = CloseCode(rawValue: 4501)
  /// The user is banned: the error before it tells until when.
  package static let banned = CloseCode(rawValue: 4503)
  /// The client speaks another version of the chat's protocol.
  package static let unsupportedVersion = CloseCode(rawValue: 4505)
  /// The hello's name is another session's.
  package static let nameTaken = CloseCode(rawValue: 4509)

  /// When to connect again after it. What the table does not know is a network's or a later server's: 4500–4999 are final
  /// by the protocol, all else may come back.
  package var reconnect: ChatCloseCode.Reconnect {
    if let entry = ChatCloseCode.table.first(where: { $0.code == self }) { return entry.reconnect }
    return (4500...4999).contains(rawValue) ? .never : .now
  }
}
