/// A Redis by address and credentials: `redis://[user:password@]host[:port][/database]`.
///
/// User and password are percent-encoded; a password alone is `redis://:password@host`. TLS (`rediss`) and Unix sockets
/// are refused: run a TLS proxy beside the instance, or use loopback.
package struct RedisServer: Equatable, Sendable {
  package var host: String
  package var port: UInt16
  package var user: String?
  package var password: String?
  package var database: Int

  package init(host: String, port: UInt16 = 6379, user: String? = nil, password: String? = nil, database: Int = 0) {
    self.host = host
    self.port = port
    self.user = user
    self.password = password
    self.database = database
  }

  /// Why an URL is refused: a line for the person who wrote it, without the password.
  package struct Refusal: Error, Equatable, CustomStringConvertible {
    package let description: String
  }

  package init(url: String) throws(Refusal) {
    var rest = Substring(url)
    let scheme = try Self.scheme(&rest)
    switch scheme {
    case "redis": break
    case "rediss":
      throw Refusal(description: "rediss:// (TLS) is not supported: use redis:// and a TLS proxy beside it")
    case "unix", "redis+unix", "redis+socket":
      throw Refusal(description: "Unix sockets are not supported: use redis://127.0.0.1")
    default: throw Refusal(description: "the URL of Redis begins with redis://, not \(scheme)://")
    }
    guard !rest.contains("?"), !rest.contains("#") else {
      throw Refusal(description: "the URL of Redis takes no ? and no #")
    }
    self.init(host: "")
    try take(credentials: &rest)
    try take(database: &rest)
    try take(address: rest)
  }

  private static func scheme(_ rest: inout Substring) throws(Refusal) -> String {
    guard let separator = rest.firstRange(of: "://") else {
      throw Refusal(description: "the URL of Redis has the form redis://[user:password@]host[:port][/database]")
    }
    defer { rest = rest[separator.upperBound...] }
    return rest[..<separator.lowerBound].lowercased()
  }

  private mutating func take(credentials rest: inout Substring) throws(Refusal) {
    guard let end = rest.lastIndex(of: "@") else { return }
    let parts = rest[..<end].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    rest = rest[rest.index(after: end)...]
    guard parts.count == 2, let name = Self.decoded(parts[0]), let secret = Self.decoded(parts[1]), !secret.isEmpty
    else { throw Refusal(description: "before @ the URL of Redis has user:password or :password, percent-encoded") }
    user = name.isEmpty ? nil : name
    password = secret
  }

  private mutating func take(database rest: inout Substring) throws(Refusal) {
    guard let slash = rest.firstIndex(of: "/") else { return }
    let text = rest[rest.index(after: slash)...]
    rest = rest[..<slash]
    guard !text.isEmpty else { return }
    guard let number = Self.number(text), number <= 1_000_000 else {
      throw Refusal(description: "after / the URL of Redis has the number of a database")
    }
    database = number
  }

  private mutating func take(address rest: Substring) throws(Refusal) {
    var name = rest
    if let colon = rest.lastIndex(of: ":"), !rest.hasSuffix("]") {
      name = rest[..<colon]
      guard let number = Self.number(rest[rest.index(after: colon)...]), let port = UInt16(exactly: number), port > 0
      else { throw Refusal(description: "the port in the URL of Redis is a number from 1 to 65535") }
      self.port = port
    }
    guard !name.isEmpty, !name.contains(":") || (name.hasPrefix("[") && name.hasSuffix("]")),
      name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw Refusal(description: "the URL of Redis names a host, an IPv6 address in brackets") }
    host = String(name)
  }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
  }

  /// `nil` when a percent sign stands alone or what comes out is not UTF-8.
  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    Character(UnicodeScalar(byte)).hexDigitValue.flatMap { UInt8(exactly: $0) }
  }
}

extension RedisServer: CustomStringConvertible {
  /// For logs: without the password.
  package var description: String { "redis://\(host):\(port)/\(database)" }
}
