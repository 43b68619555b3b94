import Base

/// The Redis of a fleet, as an URL names it:
///
///     redis://[user:password@]host[:port][/database]
///     redis+sentinel://[user:password@]host[:port],host[:port],…/name[/database]
///     redis+cluster://[user:password@]host[:port],host[:port],…
///
/// The second asks sentinels for the primary that they know by `name`. The third asks some nodes of a Redis Cluster for the
/// others. User and password are percent-encoded; a password
/// alone is `redis://:password@host`. They are for Redis, and for those sentinels that ask for some. TLS (`rediss`) and
/// Unix sockets are refused: run a TLS proxy beside the instance, or use loopback.
package struct RedisServer: Equatable, Sendable {
  /// Where it is, or who knows.
  package enum Place: Equatable, Sendable {
    case at(RedisAddress)
    /// The primary that the sentinels know by this name, wherever it is at that moment.
    case named(String, sentinels: [RedisAddress])
    /// All nodes of a cluster, as any of these knows them.
    case cluster(seeds: [RedisAddress])
  }

  /// More sentinels or nodes than this are a mistake.
  private static let mostAddresses = 15

  package var place: Place
  package var user: String?
  package var password: String?
  package var database: Int
  /// Whether it is a node of a cluster, or all of them.
  package private(set) var isOfCluster = false

  package init(_ place: Place, user: String? = nil, password: String? = nil, database: Int = 0) {
    self.place = place
    self.user = user
    self.password = password
    self.database = database
    if case .cluster = place { isOfCluster = true }
  }

  /// One node of this cluster.
  package func node(at address: RedisAddress) -> RedisServer {
    var node = self
    node.place = .at(address)
    return node
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
    let scheme = try Self.takeScheme(&rest)
    guard !rest.contains("?"), !rest.contains("#") else { throw Refusal("the URL of Redis takes no ? and no #") }
    let (user, password) = try Self.takeCredentials(&rest)
    var path = rest.split(separator: "/", omittingEmptySubsequences: false)[...]
    let addresses = path.popFirst() ?? ""
    let place: Place =
      switch scheme {
      case .redis: .at(try RedisAddress(addresses, defaultPort: 6379))
      case .sentinel:
        .named(
          try Self.name(path.popFirst()),
          sentinels: try Self.addresses(addresses, defaultPort: 26379, of: "sentinel"))
      case .cluster: .cluster(seeds: try Self.addresses(addresses, defaultPort: 6379, of: "node"))
      }
    if scheme == .cluster, !path.allSatisfy(\.isEmpty) || path.count > 1 {
      throw Refusal("a Redis Cluster has no numbered databases: its URL ends with the last node")
    }
    let database = scheme == .cluster ? 0 : try Self.database(path)
    self.init(place, user: user, password: password, database: database)
  }

  private enum Scheme { case redis, sentinel, cluster }

  private static func takeScheme(_ rest: inout Substring) throws(Refusal) -> Scheme {
    guard let separator = rest.firstRange(of: "://") else {
      throw Refusal("the URL of Redis has the form redis://[user:password@]host[:port][/database]")
    }
    let scheme = rest[..<separator.lowerBound].lowercased()
    rest = rest[separator.upperBound...]
    switch scheme {
    case "redis": return .redis
    case "redis+sentinel": return .sentinel
    case "redis+cluster": return .cluster
    case "rediss": throw Refusal("rediss:// (TLS) is not supported: use redis:// and a TLS proxy beside it")
    case "unix", "redis+unix", "redis+socket":
      throw Refusal("Unix sockets are not supported: use redis://127.0.0.1")
    default:
      throw Refusal(
        "the URL of Redis begins with redis://, redis+sentinel:// or redis+cluster://, not \(scheme)://")
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

  private static func addresses(
    _ text: Substring, defaultPort: UInt16, of kind: String
  ) throws(Refusal) -> [RedisAddress] {
    var addresses: [RedisAddress] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let address = try RedisAddress(part, defaultPort: defaultPort)
      guard !addresses.contains(address) else { throw Refusal("the \(kind) \(address) is named twice") }
      addresses.append(address)
    }
    guard addresses.count <= mostAddresses else {
      throw Refusal("the URL of Redis names at most \(mostAddresses) \(kind)s")
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
    case .cluster(let seeds): "redis+cluster://\(seeds.map(\.description).joined(separator: ","))"
    }
  }
}
