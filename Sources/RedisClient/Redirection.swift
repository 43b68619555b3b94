/// What a node of a cluster says of a command that is not for it, or not now. Nothing was done.
package enum Redirection: Equatable, Sendable {
  /// The slot is another node's.
  case moved(HashSlot, RedisAddress)
  /// The slot is on its way to another node, and what was asked for is there already: it is to be asked this once.
  case ask(RedisAddress)
  /// The slot is on its way to another node, and of what was asked for each has a part; or the node does not know where the
  /// other one is.
  case later

  /// From an error that was replied; `nil` for any other. A node that has not been told an address names a port alone.
  init?(reply: String) {
    let words = reply.split(separator: " ")
    switch words.first {
    case "TRYAGAIN": self = .later
    case "MOVED":
      guard let (slot, address) = Self.target(words) else { return nil }
      self = address.isUnknown ? .later : .moved(slot, address)
    case "ASK":
      guard let (_, address) = Self.target(words) else { return nil }
      self = address.isUnknown ? .later : .ask(address)
    default: return nil
    }
  }

  private static func target(_ words: [Substring]) -> (HashSlot, RedisAddress)? {
    guard words.count >= 3, let slot = Int(decimal: words[1]).flatMap({ HashSlot($0) }),
      let colon = words[2].lastIndex(of: ":"),
      let port = UInt16(decimal: words[2][words[2].index(after: colon)...]), port > 0
    else { return nil }
    return (slot, RedisAddress(host: String(words[2][..<colon]), port: port))
  }

  /// Whether it can be about a key, or a sharded channel: each is about one slot, where that is told.
  func concerns(_ key: String) -> Bool {
    if case .moved(let slot, _) = self { slot == HashSlot(ofKey: key) } else { true }
  }
}

extension RedisAddress {
  /// As told by a node: one that does not know its own host leaves it out.
  package func told(by node: RedisAddress?) -> RedisAddress {
    guard host.isEmpty, let node else { return self }
    return RedisAddress(host: node.host, port: port)
  }

  /// Whether a node has no name for where it is: its host is one's own where it is left out, and anywhere where it is `?`.
  var isUnknown: Bool { host == "?" }
}
