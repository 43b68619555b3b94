import JSON

/// A token's header, RFC 7515 §4. Nothing is chosen by it: neither the algorithm (RFC 8725 §3.1) nor, by `kid`, a key. What it
/// says besides is ignored, unless it says that it must not be.
struct JOSEHeader {
  /// The one algorithm that is taken: HMAC with SHA-256, RFC 7518 §3.2.
  static let algorithm = "HS256"
  /// Those by which a proxy may have verified a token: with a public key, RFC 7518 §3.3–3.5.
  static let publicAlgorithms = ["RS", "PS", "ES"].flatMap { kind in ["256", "384", "512"].map { kind + $0 } }

  /// - Parameter isVerified: whether it is of a token whose signature a proxy has verified.
  init(_ json: [UInt8], isVerified: Bool = false) throws(TokenRefusal) {
    let object: JSONObject
    do { object = try JSONParser.parseObject(json) } catch {
      throw TokenRefusal("The token's header can't be read: \(error.reason).")
    }
    let algorithm = object["alg"]?.string
    if isVerified {
      guard let algorithm, Self.publicAlgorithms.contains(algorithm) else {
        throw TokenRefusal("The token's alg is none with a public key.")
      }
    } else if algorithm != Self.algorithm {
      throw TokenRefusal("The token's alg is not \(Self.algorithm).")
    }
    guard object["crit"] == nil else {
      throw TokenRefusal("The token's crit asks for extensions, and none is understood.")
    }
    if let type = object["typ"], type.string?.lowercased() != "jwt" {
      throw TokenRefusal("The token's typ is not JWT.")
    }
  }
}
