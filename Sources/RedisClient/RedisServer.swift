import Base

/// The Redis of a fleet, as an URL names it:
///
///     redis://[user:password@]host[:port][/database]
///     redis+sentinel://[user:password@]host[:port],host[:port],…/name[/database]
///
/// The second asks sentinels for the primary that they know by `name`. User and password are percent-encoded; a password
/// alone is `redis://:password@host`. They are for Redis, and for those sentinels that ask for some. TLS (`rediss`) and
/// Unix sockets are refused: run a TLS proxy beside the instance, or use loopback.
package struct RedisServer: Equatable, Sendable {
  /// Where it is, or who knows.
  package enum Place: Equatable, Sendable {
    case at(RedisAddress)
    /// The primary that the sentinels know by this name, wherever it is at that moment.
    case named(String, sentinels: [RedisAddress])
  }

  /// More sentinels than this are a mistake.
  private static let greatestNumberOfSentinels = 15

  package var place: Place
  package var user: String?
  package var password: String?
  package var database: Int

  package init(_ place: Place, user: String? = nil, password: String? = nil, database: Int = 0) {
    self.place = place
    self.user = user
    self.password = password
    self.database = database
  }

  package init(host: String, port: UInt16 = 6379, user: String? = nil, password: String? = nil, database: Int = 0) {
    self.init(.at(RedisAddress(host: host, port: port)), user: user, password: password, database: database)
  }

  /// Why an URL is refused: a line for the person who wrote it, without the password.
  package struct Refusal: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
  }

  package init(url: String) throws(Refusal) {
    var rest = Substring(url)
    let hasSentinels = try Self.takeScheme(&rest)
    guard !rest.contains("?"), !rest.contains("#") else { throw Refusal("the URL of Redis takes no ? and no #") }
    let (user, password) = try Self.takeCredentials(&rest)
    var path = rest.split(separator: "/", omittingEmptySubsequences: false)[...]
    let addresses = path.popFirst() ?? ""
    self.init(
      hasSentinels
        ? .named(try Self.name(path.popFirst()), sentinels: try Self.sentinels(addresses))
        : .at(try RedisAddress(addresses, defaultPort: 6379)),
      user: user, password: password, database: try Self.database(path))
  }

  /// - Returns: whether sentinels are to be asked.
  private static func takeScheme(_ rest: inout Substring) throws(Refusal) -> Bool {
    guard let separator = rest.firstRange(of: "://") else {
      throw Refusal("the URL of Redis has the form redis://[user:password@]host[:port][/database]")
    }
    let scheme = rest[..<separator.lowerBound].lowercased()
    rest = rest[separator.upperBound...]
    switch scheme {
    case "redis": return false
    case "redis+sentinel": return true
    case "rediss": throw Refusal("rediss:// (TLS) is not supported: use redis:// and a TLS proxy beside it")
    case "unix", "redis+unix", "redis+socket":
      throw Refusal("Unix sockets are not supported: use redis://127.0.0.1")
    default: throw Refusal("the URL of Redis begins with redis:// or redis+sentinel://, not \(scheme)://")
    }
  }

  private static func takeCredentials(
    _ rest: inout Substring
  ) throws(Refusal) -> (user: String?, password: String?) {
    guard let end = rest.lastIndex(of: "@") else { return (nil, nil) }
    let parts = rest[..<end].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    rest = rest[rest.index(after: end)...]
    guard parts.count == 2, let name = PercentEncoding.decode(parts[0]), let secret = PercentEncoding.decode(parts[1]),
      !secret.isEmpty
    else { throw Refusal("before @ the URL of Redis has user:password or :password, percent-encoded") }
    return (name.isEmpty ? nil : name, secret)
  }

  private static func sentinels(_ text: Substring) throws(Refusal) -> [RedisAddress] {
    var addresses: [RedisAddress] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let address = try RedisAddress(part, defaultPort: 26379)
      guard !addresses.contains(address) else { throw Refusal("the sentinel \(address) is named twice") }
      addresses.append(address)
    }
    guard addresses.count <= greatestNumberOfSentinels else {
      throw Refusal("the URL of Redis names at most \(greatestNumberOfSentinels) sentinels")
    }
    return addresses
  }

  /// What sentinels call the primary.
  private static func name(_ text: Substring?) throws(Refusal) -> String {
    guard let text, !text.isEmpty else {
      throw Refusal(
        "behind the sentinels the URL of Redis has the primary's name, as in redis+sentinel://host/mymaster")
    }
    guard text.utf8.allSatisfy({ ASCII.isAlphanumeric($0) || ".-_".utf8.contains($0) }) else {
      throw Refusal("a primary's name has letters, digits, dots, dashes and underscores")
    }
    return String(text)
  }

  private static func database(_ path: ArraySlice<Substring>) throws(Refusal) -> Int {
    guard let text = path.first, !(path.count == 1 && text.isEmpty) else { return 0 }
    guard path.count == 1, let number = Int(decimal: text), number <= 1_000_000 else {
      throw Refusal("after the last / the URL of Redis has the number of a database")
    }
    return number
  }
}

extension RedisServer: CustomStringConvertible {
  /// For logs: without the password.
  package var description: String {
    switch place {
    case .at(let address): "redis://\(address)/\(database)"
    case .named(let name, let sentinels):
      "redis+sentinel://\(sentinels.map(\.description).joined(separator: ","))/\(name)/\(database)"
    }
  }
}
