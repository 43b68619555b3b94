/// A conversation to be performed: who speaks, what, and when.
struct Script: Equatable {
  /// What one character says at one time.
  struct Line: Equatable {
    /// Its speaker's place in `characters`.
    let character: Int
    let text: String
    /// Milliseconds before the speaker begins to type.
    let pause: Int
    /// The line that has to have been said before: its index. `nil` for the first of all.
    let cue: Int?
  }

  /// What it is called, for rooms and reports.
  let name: String
  /// In the order of their first lines.
  let characters: [String]
  let lines: [Line]

  /// How many lines each character has, by its place in `characters`.
  var lineCounts: [Int] {
    var counts = Array(repeating: 0, count: characters.count)
    for line in lines { counts[line.character] += 1 }
    return counts
  }

  /// The indices of a character's lines.
  func lines(of character: Int) -> [Int] { lines.indices.filter { lines[$0].character == character } }
}

/// What is wrong with a script, and where.
struct ScriptMistake: Error, Equatable, CustomStringConvertible {
  /// Counted from 1; 0 for the script as a whole.
  let line: Int
  let message: String

  var description: String { line == 0 ? message : "line \(line): \(message)" }
}
