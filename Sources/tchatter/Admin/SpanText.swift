import Broker

/// How an operator writes a span of time: `90s`, `30m`, `12h`, `7d`, `2w`.
enum SpanText {
  private static let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 7 * 86_400]

  /// `nil` for anything else, and for more than ten years.
  static func seconds(_ text: String) -> Int? {
    guard let unit = text.last.flatMap({ units[$0] }), let number = UInt16(text.dropLast()).map(Int.init) else {
      return nil
    }
    let seconds = number * unit
    return (1...Restriction.longestSpan).contains(seconds) ? seconds : nil
  }
}
