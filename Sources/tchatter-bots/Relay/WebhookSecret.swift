import Base

/// What a relay and a receiver share, by which the receiver knows who sends: `whsec_` and Base64 of 24 to 64 bytes, as Standard
/// Webhooks has it (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
struct WebhookSecret: Equatable {
  private static let prefix = "whsec_"

  private let text: String
  private let key: [UInt8]

  init?(_ text: some StringProtocol) {
    guard text.hasPrefix(Self.prefix), let key = Base64.decode(String(text.dropFirst(Self.prefix.count))),
      (24...64).contains(key.count)
    else { return nil }
    self.text = String(text)
    self.key = key
  }

  /// What proves that `body` was sent under `id` by who has the secret: HMAC-SHA256 of `id.time.body`.
  /// - Parameter time: seconds since 1970, as in `webhook-timestamp`.
  func signature(id: String, time: Int64, body: [UInt8]) -> String {
    "v1," + Base64.encode(HMAC.sha256(Array("\(id).\(time).".utf8) + body, key: key))
  }

  /// The same as Slack has it (https://docs.slack.dev/authentication/verifying-requests-from-slack): the signing secret is this one's
  /// text, and an id is not part of it.
  func slackSignature(time: Int64, body: [UInt8]) -> String {
    "v0=" + Hex.encode(HMAC.sha256(Array("v0:\(time):".utf8) + body, key: Array(text.utf8)))
  }
}
