/// What can be voted, from the least to the most: `1,2,3`, `xs=tiny,s,m`, or one of the scales that have a name.
struct Scale: Codable, Equatable {
  struct Step: Codable, Equatable {
    let value: String
    /// What it means, in a word.
    var label: String?

    var text: String { label.map { "\(value) (\($0))" } ?? value }
  }

  static let mostSteps = 20
  /// Characters of a value, and of a label.
  static let longestWord = 16

  /// Simple, medium, hard.
  static let standard = Scale(steps: [
    Step(value: "1", label: "simple"), Step(value: "2", label: "medium"), Step(value: "3", label: "hard"),
  ])

  static let named: [String: Scale] = [
    "fibonacci": Scale(steps: ["1", "2", "3", "5", "8", "13", "21"].map { Step(value: $0) }),
    "shirts": Scale(steps: ["xs", "s", "m", "l", "xl"].map { Step(value: $0) }),
  ]

  let steps: [Step]

  private init(steps: [Step]) { self.steps = steps }

  init(_ text: String) throws(Misunderstanding) {
    if let named = Self.named[text.lowercased()] {
      self = named
      return
    }
    var steps: [Step] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) { steps.append(try Self.step(part)) }
    guard (2...Self.mostSteps).contains(steps.count) else {
      throw Misunderstanding("A scale has 2 to \(Self.mostSteps) values, as in `scale 1,2,3,5,8`.")
    }
    let words = steps.flatMap { [$0.value] + ($0.label.map { [$0] } ?? []) }.map { $0.lowercased() }
    guard Set(words).count == words.count else { throw Misunderstanding("A scale has each value once.") }
    self.steps = steps
  }

  private static func step(_ part: Substring) throws(Misunderstanding) -> Step {
    let words = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    for word in words {
      guard (1...longestWord).contains(word.count), VoteID(word) == nil else {
        throw Misunderstanding(
          "A scale is made of values with commas between them and no spaces, as in `scale 1,2,3,5,8` or "
            + "`scale s=small,m=medium,l=large`; each has at most \(longestWord) characters.")
      }
    }
    return Step(value: words.first ?? "", label: words.count > 1 ? words[1] : nil)
  }

  /// The step that somebody means by a value or a label, in whatever case.
  func index(of word: String) -> Int? {
    let word = word.lowercased()
    return steps.firstIndex { $0.value.lowercased() == word || $0.label?.lowercased() == word }
  }

  var text: String { steps.map(\.text).joined(separator: ", ") }
}

/// Why the bot can't do what somebody asked: a sentence for whoever did.
struct Misunderstanding: Error, Equatable {
  let text: String

  init(_ text: String) { self.text = text }
}
