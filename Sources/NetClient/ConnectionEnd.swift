import WebSocket

/// How a connection of a client came to its end, or a request to no answer.
package enum ConnectionEnd: Error, Equatable, CustomStringConvertible {
  /// The server closed a WebSocket, or answered our close.
  case closed(CloseCode, reason: String)
  /// It answered the request for a WebSocket by this HTTP status.
  case refused(status: Int)
  /// It could not be reached, broke off, or broke the rules.
  case failed(String)
  /// Nothing came for too long.
  case silent

  static let brokenOff = ConnectionEnd.failed("the connection broke off")

  package var description: String {
    switch self {
    case .closed(let code, let reason): "closed with \(code.rawValue)\(reason.isEmpty ? "" : " (\(reason))")"
    case .refused(let status): "refused with HTTP status \(status)"
    case .failed(let why): why
    case .silent: "no answer"
    }
  }
}
