import Base
import ChatProtocol
import JWT

/// The user whom an application's token is about.
struct TokenUser {
  /// The same on each device and each day: of a digest of who made the token and whom it is about, 75 bits.
  let id: User.ID
  /// In which rooms they may be by it; `nil` for all.
  let scope: RoomScope?
  private let name: String?
  /// What a name may be made of where none is said.
  private let substitutes: [String]

  /// - Parameter isVerified: whether a proxy hands the token on. It is an identity provider's then, and many of those don't tell a
  ///   name; applications do, or are told that they have to.
  init(_ claims: Claims, isVerified: Bool = false) {
    let subject = Array((claims.issuer ?? "").utf8) + [0] + Array(claims.subject.utf8)
    id = String(Base32.encode(SHA256.hash(subject)).prefix(15))
    scope = claims.rooms.map { RoomScope($0.compactMapValues { RoomScope.Right(rawValue: $0) }) }
    name = claims.name
    substitutes = isVerified ? [claims.preferredUsername, claims.email].compactMap(\.self) : []
  }

  /// What is wrong with a token that is right as one, whomever it is about.
  static func refusal(of claims: Claims) -> Refusal? {
    guard claims.rooms?.keys.allSatisfy(RoomScope.isPattern) == false else { return nil }
    return Refusal(.unauthorized, "The token's rooms names what is no room, and no beginning of one.")
  }

  /// What they may be called, in the order in which it is tried.
  /// - Throws: what is wrong with the name that the token says.
  func names(_ entropy: any Entropy) throws(Refusal) -> [UserName] {
    guard let name else {
      guard let wish = substitutes.lazy.compactMap(UserName.init(substitute:)).first else {
        throw Refusal(.unauthorized, "The token's name is missing.")
      }
      return [wish] + wish.numbered(entropy)
    }
    let wish: UserName
    do { wish = try UserName(name) } catch {
      throw Refusal(.unauthorized, "The token's name can't be taken. \(error.message)")
    }
    guard !wish.isReserved(for: .user) else {
      throw Refusal(.unauthorized, "The token's name, or one much like it, is the chat's own.")
    }
    return [wish] + wish.numbered(entropy)
  }
}

extension UserName {
  /// What stands before the `@` of an address, as far as a name admits it; `nil` where nothing is left of it, or what is the
  /// chat's own.
  fileprivate init?(substitute text: String) {
    var head = String(UserName.admitted(String(text.prefix { $0 != "@" }.prefix(Self.maximumLength))))
    while head.utf8.count > Self.maximumByteCount { head.removeLast() }
    guard let name = try? UserName(head), !name.isReserved(for: .user) else { return nil }
    self = name
  }

  /// With a number behind it, for whoever can't choose another one: small ones, and then such as nobody has.
  fileprivate func numbered(_ entropy: any Entropy) -> [UserName] {
    let random = [1_000, 1_000, 1_000_000].map { $0 + Int(entropy.next() % 9) * $0 + Int(entropy.next() % UInt64($0)) }
    return (Array(2...9) + random).compactMap { number in
      let tail = " \(number)"
      var head = text.prefix(Self.maximumLength - tail.count)
      while head.utf8.count + tail.utf8.count > Self.maximumByteCount { head.removeLast() }
      return try? UserName(head + tail)
    }
  }
}
