import JSON

/// Why a request is refused, in the protocol's words.
package enum ErrorCode: String, Sendable, CaseIterable {
  case badRequest = "bad_request"
  case unauthorized
  case forbidden
  case notFound = "not_found"
  case nameTaken = "name_taken"
  case tooLarge = "too_large"
  case rateLimited = "rate_limited"
  case unavailable
  case maintenance

  /// What it is called over HTTP.
  package var status: Int {
    switch self {
    case .badRequest: 400
    case .unauthorized: 401
    case .forbidden: 403
    case .notFound: 404
    case .nameTaken: 409
    case .tooLarge: 413
    case .rateLimited: 429
    case .unavailable, .maintenance: 503
    }
  }
}

/// A refusal: what a person is told, and when to try again.
package struct Refusal: Error, Equatable, Sendable {
  package let code: ErrorCode
  /// A sentence fit to be shown; it quotes nothing that came from outside.
  package let message: String
  /// Milliseconds after which the same request may succeed.
  package let retryAfter: Int?

  package init(_ code: ErrorCode, _ message: String, retryAfter: Int? = nil) {
    self.code = code
    self.message = message
    self.retryAfter = retryAfter
  }

  /// The protocol's `error` object.
  /// - Parameter room: the room of a poll that it is about, which has no id.
  package func json(replyingTo id: String? = nil, about room: String? = nil) -> [UInt8] {
    JSONWriter.object { writer in
      writer.member("type", "error")
      if let id { writer.member("id", id) }
      if let room { writer.member("room", room) }
      writer.member("code", code.rawValue)
      writer.member("message", message)
      if let retryAfter { writer.member("retryAfter", retryAfter) }
    }
  }
}
