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

  /// RFC 7515, appendices A.2 to A.5, of which the last is RFC 7519's in section 6.1, too; that of section 3.1 is A.1's.
  private static let others: [(String, String)] = {
    let claims = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    let rs256 = """
      cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dn\
      ZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC\
      -eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw
      """
    let es256 = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
    let es512 = """
      AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX\
      3xKpRwcdOO8KpEHwJjnqOgzDO7yKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn
      """
    return [
      ("eyJhbGciOiJSUzI1NiJ9.\(claims).\(rs256)", "alg is not HS256"),
      ("eyJhbGciOiJFUzI1NiJ9.\(claims).\(es256)", "alg is not HS256"),
      ("eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.\(es512)", "alg is not HS256"),
      ("eyJhbGciOiJub25lIn0.\(claims).", "signature is empty"),
    ]
  }()

  /// The signatures are right, or there is none: it is the algorithm that is not taken.
  @Test(arguments: others)
  func `the examples of RFC 7515 with other algorithms are refused`(_ token: String, _ words: String) {
    let objection = TokenRules.sample().objection(to: token)
    #expect(objection.contains(words), "\(objection)")
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
    #expect(claims.expiration == 1_700_000_600_250 && claims.rooms == ["news": "r"])
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
