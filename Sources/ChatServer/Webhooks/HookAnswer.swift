import HTTP
import JSON
import NetServer
import Webhooks

/// The words in which a webhook's client is answered: those of the server whose address it was given.
enum HookAnswer {
  /// `ok`, or an error's code, as plain text: Slack's and Mattermost's clients compare that.
  case word
  /// `{"success": true}`, or `{"success": false, "error": code}`: what Rocket.Chat's clients read.
  case object

  func success() -> Reply {
    switch self {
    case .word: .text(200, "ok")
    case .object: .json(200, JSONWriter.object { $0.member("success", true) })
    }
  }

  func refusal(_ refusal: HookRefusal) -> Reply {
    var reply =
      switch self {
      case .word: Reply.text(refusal.status, refusal.code)
      case .object:
        Reply.json(
          refusal.status,
          JSONWriter.object { writer in
            writer.member("success", false)
            writer.member("error", refusal.code)
          })
      }
    if let seconds = refusal.retryAfter { reply.response.fields.add("Retry-After", number: seconds) }
    return reply
  }
}
