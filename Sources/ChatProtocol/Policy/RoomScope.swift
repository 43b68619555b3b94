/// In which rooms a session may be, as the application said in the token that it was made of: names of rooms, or beginnings
/// of them with `*` behind, and `@` for all that two people write to each other.
package struct RoomScope: Equatable, Sendable {
  package enum Right: String, Sendable {
    case read = "r"
    case write = "rw"
  }

  /// `nil` for one that a later version gave: nothing may be done there, whatever a shorter beginning says.
  private let rights: [String: Right?]

  /// - Parameter rights: by what they are given for; others than `isPattern` admits match nothing.
  package init(_ rights: [String: Right]) { self.rights = rights }

  /// Whether a text may stand for rooms.
  package static func isPattern(_ text: String) -> Bool {
    let name = text.utf8.last == UInt8(ascii: "*") ? text.dropLast() : text[...]
    return text == "@" || text == "*" || RoomName(String(name)) != nil
  }

  /// What may be done in a room: what is said of it by name, else by the longest beginning that its name has. `nil`: nothing.
  package func right(in room: RoomName) -> Right? {
    guard room.participants == nil else { return rights["@"] ?? nil }
    if let right = rights[room.text] { return right }
    var beginning = room.text[...]
    while true {
      if let right = rights[beginning + "*"] { return right }
      guard beginning.popLast() != nil else { return nil }
    }
  }
}

// MARK: - As it is kept

extension RoomScope {
  /// Words, each a pattern and its right; `-` where nothing may be done anywhere.
  package var stored: String {
    if rights.isEmpty { return "-" }
    return rights.map { "\($0.key):\($0.value?.rawValue ?? "")" }.sorted().joined(separator: " ")
  }

  /// What can't be read, from a later version, gives no right.
  package init(stored text: String) {
    let pairs = text.split(separator: " ").filter { $0 != "-" }.map { word -> (String, Right?) in
      let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), parts.count == 2 ? Right(rawValue: String(parts[1])) : nil)
    }
    rights = Dictionary(pairs) { first, _ in first }
  }
}
