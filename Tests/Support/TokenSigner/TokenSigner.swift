import Base

/// The backend of an application, as far as its tokens go.
package struct TokenSigner {
  package static let secret = Array("a secret of an application, 32+ bytes".utf8)

  package var header: String
  package var secret: [UInt8]

  package init(header: String = #"{"alg":"HS256","typ":"JWT"}"#, secret: [UInt8] = TokenSigner.secret) {
    self.header = header
    self.secret = secret
  }

  /// A token of these claims, a JSON text.
  package func token(_ claims: String) -> String {
    let input = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(claims.utf8))
    return input + "." + Base64URL.encode(HMAC.sha256(Array(input.utf8), key: secret))
  }

  /// - Parameter expires: milliseconds since 1970.
  package func token(of subject: String, _ name: String, expires: Int64) -> String {
    token(#"{"sub":"\#(subject)","name":"\#(name)","exp":\#(Double(expires) / 1_000)}"#)
  }
}
