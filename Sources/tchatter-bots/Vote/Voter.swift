import ChatProtocol

/// Somebody who may vote. The same by name: whoever comes back in another session under their name is still one voter.
struct Voter: Codable, Hashable {
  let name: String
  /// What names are compared by.
  let key: String

  init(_ name: String) {
    self.name = name
    key = (try? UserName(name).skeleton) ?? name
  }

  /// The key is made anew: what stored it may be an older version, which compared names in another way.
  init(from decoder: any Decoder) throws {
    self.init(try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .name))
  }

  static func == (a: Voter, b: Voter) -> Bool { a.key == b.key }
  func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension [Voter] {
  /// Adds those who are not here yet, up to as many as a vote can have.
  mutating func join(_ others: some Sequence<Voter>) {
    var known = Set(self)
    for voter in others where count < Vote.mostMembers && known.insert(voter).inserted { append(voter) }
  }

  /// `Ann, Bob and Cid`; of many only the first.
  var names: String {
    let shown = prefix(20).map(\.name)
    let rest = count - shown.count
    let all = rest > 0 ? shown + ["\(rest) more"] : shown
    guard let last = all.last, all.count > 1 else { return all.first ?? "nobody" }
    return all.dropLast().joined(separator: ", ") + " and " + last
  }
}
