import Base
import Testing
import TokenSigner

@testable import JWT

@Suite struct TokenTests {
  @Test func `the example of RFC 7515, appendix A·1`() throws {
    let token = """
      eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvb\
      S9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
      """
    let key = try #require(
      Base64URL.decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"))
    let parts = try CompactSerialization(token)
    #expect(HMAC.isSHA256(parts.signature, of: parts.signingInput, key: key))
    #expect(String(decoding: parts.header, as: UTF8.self) == "{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}")
    // Its signature is right, its header and its claims are read, and it is about nobody.
    var rules = TokenRules()
    rules.secrets = [try #require(TokenSecret(key))]
    #expect(rules.objection(to: token) == "The token's sub is missing.")
  }

  @Test func `what a good token says`() throws {
    let claims = try TokenRules.sample(audience: "chat", issuer: "us").verify(
      TokenSigner().token(
        #"""
        {"iss":"us","sub":"7","aud":["chat"],"exp":1700000600.25,"nbf":1700000060,"iat":1700000060,"jti":"x","name":"Ännchen",
        "rooms":{"news":"r"},"admin":true}
        """#),
      at: now)
    #expect(claims.subject == "7" && claims.issuer == "us" && claims.name == "Ännchen")
    #expect(claims.expiration == 1_700_000_600_250)
  }

  @Test func `a token is taken up to the millisecond of its exp`() throws {
    let token = TokenSigner().token(#"{"sub":"7","exp":1700000600}"#)
    let rules = TokenRules.sample()
    #expect(throws: Never.self) { try rules.verify(token, at: 1_700_000_599_999) }
    #expect(throws: TokenRefusal("The token's exp is over.")) { try rules.verify(token, at: 1_700_000_600_000) }
  }

  @Test func `while secrets change, tokens by the old and by the new one are taken`() {
    var rules = TokenRules.sample()
    let next = TokenSigner(secret: [UInt8](repeating: 9, count: 32))
    let claims = #"{"sub":"7","exp":1700000600}"#
    #expect(!rules.objection(to: next.token(claims)).isEmpty)
    rules.secrets += [TokenSecret(next.secret)].compactMap(\.self)
    #expect(rules.objection(to: next.token(claims)).isEmpty && rules.objection(to: TokenSigner().token(claims)).isEmpty)
    rules.secrets.removeFirst()
    #expect(
      rules.objection(to: next.token(claims)).isEmpty && !rules.objection(to: TokenSigner().token(claims)).isEmpty)
  }

  @Test func `a secret is long, and shows itself nowhere`() throws {
    #expect(TokenSecret([UInt8](repeating: 1, count: 31)) == nil)
    let rules = TokenRules.sample()
    for text in ["\(rules)", String(reflecting: rules), "\(rules.secrets)"] {
      #expect(!text.contains("application") && !text.contains("97, 32"), "\(text)")
    }
  }
}
