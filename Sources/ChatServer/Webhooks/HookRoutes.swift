import HTTP
import NetServer
import Webhooks

/// Where programs post that know nothing of the chat: `POST /hooks/{token}`, and the longer forms that Slack's and
/// Rocket.Chat's clients have, `/services/{a}/{b}/{token}` and `/hooks/{a}/{token}`. The token comes last; what stands
/// before it says nothing but whose client it is, and so in which words it is answered.
struct HookRoutes {
  let hooks: Hooks

  func add(to router: inout Router) {
    router.below("/hooks/", on: "POST") { take($0, segments: 1...2) }
    router.below("/services/", on: "POST") { take($0, segments: 3...3) }
    for path in ["/hooks/", "/services/"] {
      // Browsers ask so whether they may post.
      router.observe(below: path) { if $0.request.method != "OPTIONS" { hooks.refuseNoPost() } }
    }
  }

  private func take(_ exchange: Exchange, segments: ClosedRange<Int>) {
    let parts = exchange.request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2)
    let answer: HookAnswer = parts.count == 2 && segments.contains(2) ? .object : .word
    // No token has a slash: what has too many parts is unknown like any other.
    let token = segments.contains(parts.count) ? String(parts.last ?? "") : ""
    let key = exchange.request.fields["Idempotency-Key"]
    let post = HookRequest(token: token, body: exchange.request.body, key: key, from: exchange.client.network)
    hooks.take(post) { result in
      switch result {
      case .success: exchange.answer(answer.success())
      case .failure(let refusal): exchange.answer(answer.refusal(refusal))
      }
    }
  }
}
