import Base
import JWT

/// Fuzzes what is shown as a token: the input as it is, which nobody has signed, and a signed one whose header is the input up
/// to a place that the first byte names, and whose claims are the rest; and that as one that a proxy has verified. What is
/// taken keeps the rules, and what is said against the others is short.
func fuzzToken(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: start, count: count)
  guard let first = bytes.first else { return 0 }
  let input = Array(bytes[1...])
  precondition(verified(String(decoding: input, as: UTF8.self)) == nil, "signed by nobody, and taken")
  let cut = input.count * Int(first) / 256
  let text = Base64URL.encode(Array(input[..<cut])) + "." + Base64URL.encode(Array(input[cut...]))
  let signature = Base64URL.encode(HMAC.sha256(Array(text.utf8), key: secret))
  check(verified(text + "." + signature))
  check(try? rules.judge(verified: text, at: now))
  return 0
}

private func check(_ claims: Claims?) {
  guard let claims else { return }
  precondition((1...Claims.maximumLength).contains(claims.subject.utf8.count), "about nobody, or without bounds")
  precondition((claims.issuer ?? "").utf8.count <= Claims.maximumLength, "without bounds")
  precondition(now < claims.expiration, "over, and taken")
  precondition(max(claims.notBefore ?? 0, claims.issuedAt ?? 0) <= now + TokenRules.leeway, "to come, and taken")
}

private let now: Int64 = 1_700_000_000_000
private let secret = [UInt8](repeating: 7, count: TokenSecret.minimumLength)
private let rules = {
  var rules = TokenRules()
  rules.secrets = [TokenSecret(secret)].compactMap(\.self)
  return rules
}()

private func verified(_ token: String) -> Claims? {
  do { return try rules.verify(token, at: now) } catch {
    precondition(error.message.utf8.count < 200, "it repeats what came")
    return nil
  }
}
