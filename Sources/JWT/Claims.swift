import JSON

/// What a token says, RFC 7519 §4: the registered claims, and what the person is called. Others are ignored.
package struct Claims: Equatable, Sendable {
  /// The longest `sub` and `iss`: bytes.
  package static let maximumLength = 256
  /// How many rooms it may name.
  package static let mostRooms = 100
  /// The last second of the year 9999. Whoever counts in milliseconds is beyond it.
  private static let lastMoment = 253_402_300_799.0

  /// Whom it is about: 1–256 bytes.
  package let subject: String
  /// Who made it: at most 256 bytes, without NUL.
  package let issuer: String?
  /// Whom it is for.
  package let audience: [String]
  /// From when on it is not taken any more, since when it is, and when it was made: milliseconds since 1970.
  package let expiration: Int64
  package let notBefore: Int64?
  package let issuedAt: Int64?
  /// What the person is called; not judged here.
  package let name: String?
  /// What identity providers tell in its place; ignored where it is no text, as by whom it does not concern.
  package let preferredUsername: String?
  package let email: String?
  /// What may be done in which rooms, `r` or `rw` by their names; `nil` where it does not say. The names are not judged here.
  package let rooms: [String: String]?

  init(_ json: [UInt8]) throws(TokenRefusal) {
    let object: JSONObject
    do { object = try JSONParser.parseObject(json) } catch {
      throw TokenRefusal("The token's claims can't be read: \(error.reason).")
    }
    subject = try Self.subject(object)
    issuer = try Self.issuer(object)
    audience = try Self.audience(object["aud"])
    guard let expiration = try Self.date("exp", object) else { throw TokenRefusal("The token's exp is missing.") }
    self.expiration = expiration
    notBefore = try Self.date("nbf", object)
    issuedAt = try Self.date("iat", object)
    name = try Self.text("name", object)
    preferredUsername = object["preferred_username"]?.string
    email = object["email"]?.string
    rooms = try Self.rooms(object["rooms"])
    _ = try Self.text("jti", object)
  }

  /// What a proxy says of somebody by itself, without a token.
  /// - Parameter name: what they are called there, if it says that; as far as it can be a name.
  package init(
    subject: String, issuer: String, called name: String?, issuedAt: Int64, expiration: Int64
  ) throws(TokenRefusal) {
    guard (1...Self.maximumLength).contains(subject.utf8.count) else {
      throw TokenRefusal("The field that names the user has not 1 to \(Self.maximumLength) bytes.")
    }
    self.subject = subject
    self.issuer = issuer
    audience = []
    self.expiration = expiration
    notBefore = nil
    self.issuedAt = issuedAt
    self.name = nil
    preferredUsername = name
    email = subject
    rooms = nil
  }

  /// The last moment of the second in which it was made, which `iat` mostly counts in: milliseconds since 1970.
  package var latestSigning: Int64? { issuedAt.map { $0 - $0 % 1_000 + 999 } }

  private static func subject(_ object: JSONObject) throws(TokenRefusal) -> String {
    guard let subject = try text("sub", object) else { throw TokenRefusal("The token's sub is missing.") }
    guard (1...maximumLength).contains(subject.utf8.count) else {
      throw TokenRefusal("The token's sub has not 1 to \(maximumLength) bytes.")
    }
    return subject
  }

  private static func issuer(_ object: JSONObject) throws(TokenRefusal) -> String? {
    guard let issuer = try text("iss", object) else { return nil }
    guard issuer.utf8.count <= maximumLength, !issuer.utf8.contains(0) else {
      throw TokenRefusal("The token's iss has more than \(maximumLength) bytes, or a NUL.")
    }
    return issuer
  }

  /// One text or a list of them (RFC 7519 §4.1.3).
  private static func audience(_ value: JSONValue?) throws(TokenRefusal) -> [String] {
    switch value {
    case nil: return []
    case .string(let one): return [one]
    case .array(let values) where values.allSatisfy({ $0.string != nil }): return values.compactMap(\.string)
    default: throw TokenRefusal("The token's aud is neither a text nor a list of texts.")
    }
  }

  private static func rooms(_ value: JSONValue?) throws(TokenRefusal) -> [String: String]? {
    guard let value else { return nil }
    guard let members = value.object?.members else { throw TokenRefusal("The token's rooms is not an object.") }
    guard members.count <= mostRooms else { throw TokenRefusal("The token's rooms names more than \(mostRooms).") }
    var rooms: [String: String] = [:]
    for member in members {
      guard let right = member.value.string, right == "r" || right == "rw" else {
        throw TokenRefusal("The token's rooms has another right than r and rw.")
      }
      rooms[member.name] = right
    }
    return rooms
  }

  private static func text(_ name: StaticString, _ object: JSONObject) throws(TokenRefusal) -> String? {
    guard let value = object[name.description] else { return nil }
    guard let text = value.string else { throw TokenRefusal("The token's \(name) is not a text.") }
    return text
  }

  /// A NumericDate (RFC 7519 §2): seconds since 1970, maybe with a fraction.
  private static func date(_ name: StaticString, _ object: JSONObject) throws(TokenRefusal) -> Int64? {
    let seconds: Double
    switch object[name.description] {
    case nil: return nil
    case .integer(let whole): seconds = Double(whole)
    case .number(let number): seconds = number
    default: throw TokenRefusal("The token's \(name) is not a number of seconds.")
    }
    guard seconds >= 0 else { throw TokenRefusal("The token's \(name) lies before 1970.") }
    guard seconds <= lastMoment else {
      throw TokenRefusal("The token's \(name) lies beyond the year 9999: it counts seconds, not milliseconds.")
    }
    return Int64(seconds * 1_000)
  }
}
