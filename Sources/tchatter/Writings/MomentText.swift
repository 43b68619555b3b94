import Base

/// How an operator writes a moment: `2026-11-29`, `2026-11-29T10:00Z`, `2026-11-29T10:00:30Z`, all of UTC; or how long ago it
/// was, like `12h` or `7d`.
enum MomentText {
  /// Milliseconds since 1970; `nil` for anything else.
  /// - Parameter now: the same way.
  static func time(_ text: String, now: Int64) -> Int64? {
    if let seconds = SpanText.seconds(text) { return now - Int64(seconds) * 1_000 }
    let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 1 || parts[1].hasSuffix("Z") else { return nil }
    guard let date = numbers(parts[0], "-", [4, 2, 2]) else { return nil }
    var clock: [Int64] = [0, 0, 0]
    if parts.count == 2 {
      let text = parts[1].dropLast()
      guard let read = numbers(text, ":", [2, 2]).map({ $0 + [0] }) ?? numbers(text, ":", [2, 2, 2]) else { return nil }
      clock = read
    }
    let seconds = days(date) * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2]
    // Whatever is no date or no time comes out as another one.
    let digits = "\(date[0])-\(two(date[1]))-\(two(date[2]))T\(two(clock[0])):\(two(clock[1])):\(two(clock[2])).000Z"
    return Timestamp(seconds * 1_000).text == digits ? seconds * 1_000 : nil
  }

  /// Numbers of so many digits.
  private static func numbers(_ text: Substring, _ separator: Character, _ digits: [Int]) -> [Int64]? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == digits else { return nil }
    let numbers = parts.compactMap { $0.utf8.allSatisfy(ASCII.isDigit) ? Int64($0) : nil }
    return numbers.count == digits.count ? numbers : nil
  }

  /// Since 1970, of the proleptic Gregorian calendar, counted in years that begin with March.
  private static func days(_ date: [Int64]) -> Int64 {
    let year = date[1] <= 2 ? date[0] - 1 : date[0]
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (date[1] + (date[1] > 2 ? -3 : 9)) + 2) / 5 + date[2] - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
