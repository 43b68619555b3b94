/// A line that `MONITOR` wrote: `1764460800.123456 [0 127.0.0.1:40123] "GET" "key"`, with `lua` in place of the address.
struct MonitorLine {
  /// Whose command it is; `nil` for a script's.
  let client: String?
  private(set) var words: [String] = []

  init(_ line: String) {
    let place = line.drop { $0 != "[" }.prefix { $0 != "]" }.split(separator: " ").last.map(String.init)
    client = place == "lua" ? nil : place
    var word: String?
    var isEscaped = false
    for character in line {
      switch (character, word) {
      case ("\"", nil): word = ""
      case (_, nil): break
      case ("\"", .some(let text)) where !isEscaped:
        words.append(text)
        word = nil
      default:
        isEscaped = character == "\\" && !isEscaped
        word?.append(character)
      }
    }
  }
}
