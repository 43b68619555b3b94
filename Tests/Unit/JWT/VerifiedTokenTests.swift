import Base
import Testing

@testable import JWT

/// What a proxy hands on of a token whose signature it has verified.
@Suite struct VerifiedTokenTests {
  private static let good = #"{"iss":"us","aud":"chat","sub":"7","exp":1700000600}"#

  private func objection(_ header: String, _ claims: String = good) -> String {
    objection(to: Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(claims.utf8)))
  }

  private func objection(to text: String) -> String {
    do {
      _ = try TokenRules.sample(audience: "chat", issuer: "us").judge(verified: text, at: now)
      return ""
    } catch { return error.message }
  }

  @Test(arguments: ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"])
  func `each algorithm with a public key may have been its`(_ algorithm: String) {
    #expect(objection(#"{"alg":"\#(algorithm)","kid":"1","typ":"JWT"}"#) == "")
  }

  /// The proxy looks at the algorithm that it is told, and not at the token's.
  @Test(arguments: [#"{"alg":"none"}"#, #"{"alg":"HS256"}"#, #"{"alg":"rs256"}"#, #"{"alg":1}"#, "{}"])
  func `a header that tells of another one is refused`(_ header: String) {
    #expect(objection(header) == "The token's alg is none with a public key.")
  }

  @Test func `header and claims are read as a token's`() {
    #expect(objection(#"{"alg":"RS256","crit":["x"]}"#).contains("crit"))
    #expect(objection(#"{"alg":"none","alg":"RS256"}"#).contains("header can't be read"))
    for (claims, words) in [
      (#"{"iss":"us","aud":"chat","sub":"7","exp":1700000000}"#, "exp is over"),
      (#"{"iss":"us","aud":"mail","sub":"7","exp":1700000600}"#, "aud is not this chat"),
      (#"{"iss":"them","aud":"chat","sub":"7","exp":1700000600}"#, "iss is somebody else"),
    ] {
      #expect(objection(#"{"alg":"RS256"}"#, claims).contains(words))
    }
  }

  @Test(arguments: ["", ".", "e30", "e30.e30.", "e30.e30.e30", "e30.=", "é.e30", String(repeating: "A", count: 4_097)])
  func `a text that is not the two parts is refused`(_ text: String) {
    #expect(!objection(to: text).isEmpty)
  }
}
