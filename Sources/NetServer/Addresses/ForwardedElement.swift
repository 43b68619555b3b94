import HTTP

/// What one proxy says in `Forwarded` of the request that it got (RFC 7239, section 4).
struct ForwardedElement: Equatable {
  /// Who asked the proxy.
  var source: String?
  /// By which scheme.
  var scheme: String?
  /// Under which host.
  var host: String?

  /// All of them, those of the nearest proxies last. What can't be read of a line is one that says nothing: a client's
  /// nonsense must not take a proxy's words with it.
  static func all(in fields: Fields) -> [ForwardedElement] {
    fields.all("Forwarded").flatMap { line in
      var reading = Reading(line)
      return reading.elements() ?? [ForwardedElement()]
    }
  }

  /// - Returns: whether it makes sense; nothing may be said twice.
  fileprivate mutating func take(_ name: String, _ value: String) -> Bool {
    switch name {
    case "for": Self.set(&source, value)
    case "proto": Self.set(&scheme, value)
    case "host": Self.set(&host, value)
    default: true
    }
  }

  private static func set(_ place: inout String?, _ value: String) -> Bool {
    defer { place = value }
    return place == nil
  }
}

/// A line on its way to elements.
private struct Reading {
  private var rest: Substring.UTF8View

  init(_ line: String) { rest = Substring(line).utf8 }

  /// `nil` for a line that is malformed. Values without quotes may have what only quoted ones should, such as colons: many
  /// proxies leave the quotes out.
  mutating func elements() -> [ForwardedElement]? {
    var elements: [ForwardedElement] = []
    var isNext = true
    while true {
      skipSpace()
      guard let byte = rest.first else { return elements }
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") {
        isNext = isNext || byte == UInt8(ascii: ",")
        rest.removeFirst()
        continue
      }
      if isNext { elements.append(ForwardedElement()) }
      isNext = false
      guard let (name, value) = pair(), elements[elements.count - 1].take(name, value), isAtSeparator() else {
        return nil
      }
    }
  }

  private mutating func isAtSeparator() -> Bool {
    skipSpace()
    return rest.first.map(",;".utf8.contains) ?? true
  }

  private mutating func pair() -> (name: String, value: String)? {
    let name = String(Substring(rest.prefix { !",;=\" \t".utf8.contains($0) })).lowercased()
    rest = rest.dropFirst(name.utf8.count)
    guard Fields.isToken(name), rest.popFirst() == UInt8(ascii: "=") else { return nil }
    if rest.first == UInt8(ascii: "\"") { return quoted().map { (name, $0) } }
    let value = rest.prefix { !",;=\" \t".utf8.contains($0) }
    rest = rest.dropFirst(value.count)
    return value.isEmpty ? nil : (name, String(Substring(value)))
  }

  private mutating func quoted() -> String? {
    rest.removeFirst()
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return String(decoding: bytes, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard let escaped = rest.popFirst() else { return nil }
      bytes.append(escaped)
    }
    return nil
  }

  private mutating func skipSpace() { rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } }
}
