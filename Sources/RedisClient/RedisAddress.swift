import Base

/// Where a Redis or a sentinel listens: `host[:port]`, an IPv6 address in brackets. Names are looked up when it is used.
package struct RedisAddress: Hashable, Sendable {
  package var host: String
  package var port: UInt16

  package init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// Reads what an URL says; `defaultPort` stands for one that is left out.
  init(_ text: Substring, defaultPort: UInt16) throws(RedisServer.Refusal) {
    var name = text
    var port = defaultPort
    if let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") {
      name = text[..<colon]
      guard let number = UInt16(decimal: text[text.index(after: colon)...]), number > 0
      else { throw RedisServer.Refusal("the port in the URL of Redis is a number from 1 to 65535") }
      port = number
    }
    guard !name.isEmpty, !name.contains(":") || (name.hasPrefix("[") && name.hasSuffix("]")),
      name.utf8.allSatisfy(ASCII.isVisible), !name.contains(",")
    else { throw RedisServer.Refusal("the URL of Redis names a host, an IPv6 address in brackets") }
    self.init(host: String(name), port: port)
  }
}

extension RedisAddress: CustomStringConvertible {
  package var description: String {
    host.contains(":") && !host.hasPrefix("[") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}

extension FixedWidthInteger {
  /// The number that decimal digits spell; `nil` for anything else, and for one too great.
  init?(decimal text: Substring) {
    guard text.utf8.allSatisfy(ASCII.isDigit) else { return nil }
    self.init(text)
  }
}
