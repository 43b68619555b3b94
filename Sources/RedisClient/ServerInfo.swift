/// What a server tells of itself (`INFO`): lines of `name:value`.
package struct ServerInfo {
  private let lines: [Substring.UTF8View]

  // By bytes: to look for lines among characters costs more than all else that is done with them.
  package init(_ text: String) {
    lines = text.utf8.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
  }

  /// `nil` where it is not told.
  package subscript(name: String) -> Substring? {
    let prefix = name + ":"
    return lines.first { $0.starts(with: prefix.utf8) }.map { Substring($0.dropFirst(prefix.utf8.count)) }
  }

  /// Those of numbered names, as `slave0`, in their order.
  package func values(ofNamesWith prefix: String) -> [Substring] {
    lines.filter { $0.starts(with: prefix.utf8) }.compactMap { line in
      line.firstIndex(of: UInt8(ascii: ":")).map { Substring(line[$0...].dropFirst()) }
    }
  }
}

extension ReplyCursor {
  package mutating func serverInfo() -> ServerInfo? { text().map { ServerInfo($0) } }
}
