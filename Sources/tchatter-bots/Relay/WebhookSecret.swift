import Base

/// What a relay and a receiver share, by which the receiver knows who sends: `whsec_` and Base64 of 24 to 64 bytes, as Standard
/// Webhooks has it (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
struct WebhookSecret: Equatable {
  private static let prefix = "whsec_"

  private let key: [UInt8]

  init?(_ text: some StringProtocol) {
    guard text.hasPrefix(Self.prefix), let key = Base64.decode(String(text.dropFirst(Self.prefix.count))),
      (24...64).contains(key.count)
    else { return nil }
    self.key = key
  }

  /// What proves that `body` was sent under `id` by who has the secret: HMAC-SHA256 of `id.time.body`.
  /// - Parameter time: seconds since 1970, as in `webhook-timestamp`.
  func signature(id: String, time: Int64, body: [UInt8]) -> String {
    "v1," + Base64.encode(HMAC.sha256(Array("\(id).\(time).".utf8) + body, key: key))
  }
}
