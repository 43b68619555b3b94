import HTTP
import Webhooks

/// Where programs post that know nothing of the chat: `POST /hooks/{token}`, and the longer forms that Slack's and
/// Rocket.Chat's clients have, `/services/{a}/{b}/{token}` and `/hooks/{a}/{token}`. The token comes last; what stands
/// before it says nothing.
///
/// The answers are the words that such clients compare: `ok`, or an error's code, as plain text. Why a payload was refused
/// stands in the log, for it is the operator who can mend it; the token never does (threat 13).
struct HookRoutes {
  let hooks: Hooks
  let log: Log

  func add(to router: inout Router) {
    router.below("/hooks/", on: "POST") { take($0, segments: 1...2) }
    router.below("/services/", on: "POST") { take($0, segments: 3...3) }
  }

  private func take(_ exchange: Exchange, segments: ClosedRange<Int>) {
    let parts = exchange.request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2)
    guard segments.contains(parts.count), let token = parts.last else { return refuse(exchange, .invalidToken) }
    let key = exchange.request.fields["Idempotency-Key"]
    hooks.take(HookRequest(token: String(token), body: exchange.request.body, key: key)) { result in
      switch result {
      case .success: exchange.answer(.text(200, "ok"))
      case .failure(let refusal): refuse(exchange, refusal)
      }
    }
  }

  private func refuse(_ exchange: Exchange, _ refusal: HookRefusal) {
    if case .invalidPayload(let reason) = refusal { log.info("webhook refused", ["reason": .text(reason)]) }
    var reply = Reply.text(refusal.status, refusal.code)
    if let seconds = refusal.retryAfter { reply.response.fields.add("Retry-After", number: seconds) }
    exchange.answer(reply)
  }
}
