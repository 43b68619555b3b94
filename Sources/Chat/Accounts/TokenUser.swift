import Base
import ChatProtocol
import JWT

/// The user whom an application's token is about.
struct TokenUser {
  /// The same on each device and each day: of a digest of who made the token and whom it is about, 75 bits.
  let id: User.ID
  private let name: String?

  init(_ claims: Claims) {
    let subject = Array((claims.issuer ?? "").utf8) + [0] + Array(claims.subject.utf8)
    id = String(Base32.encode(SHA256.hash(subject)).prefix(15))
    name = claims.name
  }

  /// What they may be called, in the order in which it is tried.
  /// - Throws: what is wrong with the name that the token says.
  func names(_ entropy: any Entropy) throws(Refusal) -> [UserName] {
    guard let name else { throw Refusal(.unauthorized, "The token's name is missing.") }
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
