import Base
import Testing
import TokenSigner

@testable import JWT

/// Tokens that must not be taken, each with a word of what is said against it.
@Suite struct WrongTokenTests {
  private static let good = #""sub":"7","exp":1700000600"#

  private static let headers: [(String, String)] = [
    (#"{"alg":"none"}"#, "alg"), (#"{"alg":"None"}"#, "alg"), (#"{"alg":"hs256"}"#, "alg"),
    (#"{"alg":"HS384"}"#, "alg"),
    (#"{"alg":"RS256"}"#, "alg"), (#"{"alg":5}"#, "alg"), (#"{"alg":["HS256"]}"#, "alg"), (#"{"typ":"JWT"}"#, "alg"),
    (#"{"alg":"HS256","crit":["exp"]}"#, "crit"), (#"{"alg":"HS256","crit":[],"b64":false}"#, "crit"),
    (#"{"alg":"HS256","typ":"at+jwt"}"#, "typ"), (#"{"alg":"HS256","typ":1}"#, "typ"),
    (#"{"alg":"none","alg":"HS256"}"#, "header"), (#"{"alg":"HS256","\u0061lg":"HS256"}"#, "header"),
    ("[]", "header"), ("{", "header"), (#"{"alg":"HS256"} "#, ""), (#"{"alg":"HS256"}x"#, "header"),
  ]

  @Test(arguments: headers)
  func `a header that says something else`(_ header: String, _ word: String) {
    let objection = TokenRules.sample().objection(to: TokenSigner(header: header).token("{\(Self.good)}"))
    #expect(word.isEmpty ? objection.isEmpty : objection.contains(word), "\(objection)")
  }

  private static let claims: [(String, String)] = [
    (#"{"exp":1700000600}"#, "sub is missing"), (#"{"sub":"","exp":1700000600}"#, "sub has not"),
    (#"{"sub":7,"exp":1700000600}"#, "sub is not a text"), (#"{"sub":null,"exp":1700000600}"#, "sub is not a text"),
    (#"{"sub":["7"],"exp":1700000600}"#, "sub is not a text"),
    (#"{"sub":"\#(String(repeating: "7", count: 257))","exp":1700000600}"#, "sub has not"),
    (#"{"sub":"7"}"#, "exp is missing"), (#"{"sub":"7","exp":"1700000600"}"#, "exp is not a number"),
    (#"{"sub":"7","exp":true}"#, "exp is not a number"), (#"{"sub":"7","exp":null}"#, "exp is not a number"),
    (#"{"sub":"7","exp":1e400}"#, "claims can't be read"), (#"{"sub":"7","exp":1e300}"#, "exp lies beyond"),
    (#"{"sub":"7","exp":1700000600000}"#, "not milliseconds"), (#"{"sub":"7","exp":-1}"#, "exp lies before"),
    (#"{"sub":"7","exp":9223372036854775807}"#, "exp lies beyond"), (#"{"sub":"7","exp":0}"#, "exp is over"),
    (#"{"sub":"7","exp":1700000000}"#, "exp is over"), (#"{"sub":"7","exp":1699999999.999}"#, "exp is over"),
    (#"{\#(good),"nbf":1700000061}"#, "nbf has not come"), (#"{\#(good),"nbf":"now"}"#, "nbf is not a number"),
    (#"{\#(good),"iat":1700000061}"#, "iat lies in the future"), (#"{\#(good),"iat":{}}"#, "iat is not a number"),
    (#"{\#(good),"aud":7}"#, "aud is neither"), (#"{\#(good),"aud":["chat",7]}"#, "aud is neither"),
    (#"{\#(good),"iss":7}"#, "iss is not a text"), (#"{\#(good),"iss":"a\u0000b"}"#, "iss has more"),
    (#"{\#(good),"name":{"first":"Ann"}}"#, "name is not a text"), (#"{\#(good),"jti":1}"#, "jti is not a text"),
    (#"{\#(good),"sub":"8"}"#, "claims can't be read"), (#"{\#(good),"\u0073ub":"8"}"#, "claims can't be read"),
    (#"{\#(good),"rooms":"news"}"#, "rooms is not an object"),
    (#"{\#(good),"rooms":["news"]}"#, "rooms is not an object"),
    (#"{\#(good),"rooms":null}"#, "rooms is not an object"), (#"{\#(good),"rooms":{"news":"w"}}"#, "rooms has another"),
    (#"{\#(good),"rooms":{"news":true}}"#, "rooms has another"),
    (#"{\#(good),"rooms":{"a":"r","a":"rw"}}"#, "can't be read"),
    (#"{\#(good),"rooms":{\#((0...100).map { "\"r\($0)\":\"r\"" }.joined(separator: ","))}}"#, "rooms names more"),
    (#"["sub","7"]"#, "claims can't be read"), ("", "payload is empty"), (#"{\#(good)"#, "claims can't be read"),
    (#"{\#(good)}{}"#, "claims can't be read"), (#"{\#(good),"name":"\ud83d"}"#, "claims can't be read"),
    (#"{\#(good),"x":\#(String(repeating: "[", count: 17))1\#(String(repeating: "]", count: 17))}"#, "nested"),
  ]

  @Test(arguments: claims)
  func `claims that are missing, of another type, or out of time`(_ claims: String, _ words: String) {
    let objection = TokenRules.sample().objection(to: TokenSigner().token(claims))
    #expect(objection.contains(words), "\(objection)")
    #expect(!objection.contains("1700000600") && !objection.contains(#""7""#), "it repeats nothing")
  }

  private static let readers: [(String, String)] = [
    (#""#, "aud is missing"), (#","aud":[]"#, "aud is missing"), (#","aud":"other""#, "aud is not this"),
    (#","aud":["other","Chat"]"#, "aud is not this"), (#","aud":"chat""#, "iss is missing"),
    (#","aud":["other","chat"],"iss":"them""#, "iss is somebody else"), (#","aud":["other","chat"],"iss":"us""#, ""),
  ]

  @Test(arguments: readers)
  func `who it is for, and from`(_ more: String, _ words: String) {
    let rules = TokenRules.sample(audience: "chat", issuer: "us")
    let objection = rules.objection(to: TokenSigner().token("{\(Self.good)\(more)}"))
    #expect(words.isEmpty ? objection.isEmpty : objection.contains(words), "\(objection)")
  }

  /// What was done to a good token's text.
  @Test func `a text that is no token`() {
    let rules = TokenRules.sample()
    let token = TokenSigner().token("{\(Self.good)}")
    let parts = token.split(separator: ".").map(String.init)
    func expect(_ text: String, _ words: String) {
      let objection = rules.objection(to: text)
      #expect(objection.contains(words), "\(text): \(objection)")
    }
    #expect(rules.objection(to: token).isEmpty)
    for text in ["", "a", "a.b", token + ".x", token + ".", "." + token, "..", parts[0] + "." + parts[1]] {
      expect(text, text == ".." ? "header is empty" : "three parts")
    }
    expect(parts[0] + ".." + parts[2], "payload is empty")
    expect(parts[0] + "." + parts[1] + ".", "signature is empty")
    expect(token + "=", "signature is not base64url")
    expect(parts[0] + "=." + parts[1] + "." + parts[2], "header is not base64url")
    expect(parts[0] + "." + parts[1] + "\n." + parts[2], "payload is not base64url")
    expect(" " + token, "header is not base64url")
    expect(parts[0] + "." + parts[1] + "." + parts[2].dropLast() + "+", "signature is not base64url")
    expect("é" + token.dropFirst(), "header is not base64url")
    expect(String(repeating: "A", count: 4_097), "longer than")
    expect(parts[0] + "." + String(repeating: "A", count: 4_096) + "." + parts[2], "longer than")
    expect(parts[0] + "." + parts[1] + "." + "AAAA", "signature is made")
  }

  /// 43 characters hold 258 bits; the last two must be nothing.
  @Test func `a signature with stray bits behind it`() throws {
    let token = TokenSigner().token("{\(Self.good)}")
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    let last = try #require(token.last.flatMap { alphabet.firstIndex(of: $0) })
    for stray in 1..<4 {
      let objection = TokenRules.sample().objection(to: String(token.dropLast()) + String(alphabet[last | stray]))
      #expect(objection.contains("signature is not base64url"))
    }
  }

  @Test func `every bit of a token counts`() {
    let token = Array(TokenSigner().token("{\(Self.good)}").utf8)
    for place in token.indices {
      for bit in 0..<8 {
        var bytes = token
        bytes[place] ^= 1 << UInt8(bit)
        #expect(!TokenRules.sample().objection(to: String(decoding: bytes, as: UTF8.self)).isEmpty)
      }
    }
  }

  @Test func `a signature by somebody else, whatever key the header names`() {
    let rules = TokenRules.sample()
    for header in [#"{"alg":"HS256"}"#, #"{"alg":"HS256","kid":"9"}"#, #"{"alg":"HS256","jwk":{"k":"eA"}}"#] {
      let other = TokenSigner(header: header, secret: [UInt8](repeating: 1, count: 32))
      #expect(rules.objection(to: other.token("{\(Self.good)}")).contains("none of the secrets"))
      #expect(rules.objection(to: TokenSigner(header: header).token("{\(Self.good)}")).isEmpty)
    }
    #expect(TokenRules().objection(to: TokenSigner().token("{\(Self.good)}")).contains("none of the secrets"))
  }
}
