import Base

/// The short name of a vote: `v7`. Counted up by the bot over all its rooms, so that a direct message needs no room.
struct VoteID: Codable, Hashable, CustomStringConvertible {
  let number: Int

  init(number: Int) { self.number = number }

  /// `nil` when `text` is not such a name.
  init?(_ text: some StringProtocol) {
    guard text.first == "v" || text.first == "V", (2...10).contains(text.utf8.count),
      text.utf8.dropFirst().allSatisfy(ASCII.isDigit),
      let number = Int(text.dropFirst()), number > 0
    else { return nil }
    self.number = number
  }

  var description: String { "v\(number)" }
}
