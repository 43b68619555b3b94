import JSON
import NetServer

/// Why a request about votes is refused, in the form of the chat's own errors.
struct VoteError: Error, Equatable {
  let status: Int
  let code: String
  /// A sentence for people.
  let message: String
  /// Seconds after which the same request may succeed.
  var retryAfter: Int?

  static func badRequest(_ message: String) -> VoteError {
    VoteError(status: 400, code: "bad_request", message: message)
  }
  static func notFound(_ message: String) -> VoteError { VoteError(status: 404, code: "not_found", message: message) }
  static func forbidden(_ message: String) -> VoteError { VoteError(status: 403, code: "forbidden", message: message) }
  /// It is possible at other times, or was before.
  static func conflict(_ message: String) -> VoteError { VoteError(status: 409, code: "conflict", message: message) }
  static func unavailable(_ message: String) -> VoteError {
    VoteError(status: 503, code: "unavailable", message: message, retryAfter: 1)
  }
  static func rateLimited(after seconds: Int) -> VoteError {
    VoteError(status: 429, code: "rate_limited", message: "Too many requests at once.", retryAfter: seconds)
  }

  static let unauthorized = VoteError(status: 401, code: "unauthorized", message: "This needs a key.")
  static let mediaType = VoteError(
    status: 415, code: "unsupported_media_type", message: "The body must be application/json.")
  static let otherRequest = VoteError(
    status: 422, code: "idempotency_key_reused", message: "This Idempotency-Key was used for another request.")
  static func unprocessable(_ message: String) -> VoteError {
    VoteError(status: 422, code: "unprocessable", message: message)
  }
  static let noVote = notFound("There is no such vote.")
  static let storeAway = unavailable("The votes can't be reached at the moment.")
  static let chatAway = unavailable("The bot is not in the chat at the moment.")

  var reply: Reply {
    var reply = Reply.json(
      status,
      JSONWriter.object { writer in
        writer.member("type", "error")
        writer.member("code", code)
        writer.member("message", message)
        if let retryAfter { writer.member("retryAfter", retryAfter * 1_000) }
      })
    if status == 401 { reply.add("WWW-Authenticate", "Bearer realm=\"votes\"") }
    if let retryAfter { reply.add("Retry-After", "\(retryAfter)") }
    return reply
  }
}
