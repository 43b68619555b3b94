import HTTP
import NetServer
import Webhooks

/// Where programs post that know nothing of the chat: `POST /hooks/{token}`, and the longer forms that Slack's and
/// Rocket.Chat's clients have, `/services/{a}/{b}/{token}` and `/hooks/{a}/{token}`. The token comes last; what stands
/// before it says nothing but whose client it is, and so in which words it is answered.
struct HookRoutes {
  /// How many segments may follow.
  private static let own = 1...2
  private static let slack = 3...3

  let hooks: Hooks

  func add(to router: inout Router) {
    router.below("/hooks/", on: "POST") { take($0, segments: Self.own) }
    router.observe(below: "/hooks/") { tell($0, segments: Self.own) }
    router.below("/services/", on: "POST") { take($0, segments: Self.slack) }
    router.observe(below: "/services/") { tell($0, segments: Self.slack) }
  }

  private func take(_ exchange: Exchange, segments: ClosedRange<Int>) {
    let parts = Self.parts(of: exchange.request)
    let answer: HookAnswer = parts.count == 2 && segments.contains(2) ? .object : .word
    hooks.take(post(exchange.request, from: exchange.client, segments: segments)) { result in
      switch result {
      case .success: exchange.answer(answer.success())
      case .failure(let refusal): exchange.answer(answer.refusal(refusal))
      }
    }
  }

  /// What did not even come to be taken.
  private func tell(_ refused: RefusedRequest, segments: ClosedRange<Int>) {
    // Browsers ask so whether they may post.
    guard refused.request.method != "OPTIONS" else { return }
    guard let error = refused.error else { return hooks.refuseNoPost() }
    hooks.refuseUnread(
      post(refused.request, from: refused.client, segments: segments),
      error.status == 413 ? .tooLarge : .malformed(reason: "\(error.reason)"))
  }

  private func post(_ request: Request, from client: ClientAddress, segments: ClosedRange<Int>) -> HookRequest {
    let parts = Self.parts(of: request)
    // No token has a slash: what has too many parts is unknown like any other.
    let token = segments.contains(parts.count) ? String(parts.last ?? "") : ""
    return HookRequest(token: token, body: request.body, key: request.fields["Idempotency-Key"], from: client.network)
  }

  /// What stands behind `/hooks` or `/services`.
  private static func parts(of request: Request) -> ArraySlice<Substring> {
    request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2)
  }
}
