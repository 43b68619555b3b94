import Base

/// One event on its way to one line.
struct LogLine {
  /// Milliseconds since 1970.
  let time: Int64
  let level: Log.Level
  let event: String
  let values: [(String, Log.Value)]

  /// The line with its end, at most `Log.longestLine` bytes. A line that would be longer loses its last values, and says
  /// so.
  func bytes(_ format: Log.Format) -> [UInt8] {
    let whole = Array(text(format, values).utf8)
    guard whole.count > Log.longestLine else { return whole }
    var kept = values
    while kept.popLast() != nil {
      let shorter = Array(text(format, kept + [("cut", .flag(true))]).utf8)
      if shorter.count <= Log.longestLine { return shorter }
    }
    return Array(text(format, [("cut", .flag(true))]).utf8.prefix(Log.longestLine - 1)) + [UInt8(ascii: "\n")]
  }

  private func text(_ format: Log.Format, _ values: [(String, Log.Value)]) -> String {
    switch format {
    case .text:
      Timestamp(time).text + " \(level.rawValue) \(Self.cut(event))"
        + values.map { " \($0.0)=\(Self.plain($0.1))" }.joined() + "\n"
    case .json:
      "{\"time\":\"\(Timestamp(time).text)\",\"level\":\"\(level.rawValue)\",\"event\":\(Self.quoted(event))"
        + values.map { ",\(Self.quoted($0.0)):\(Self.json($0.1))" }.joined() + "}\n"
    }
  }

  private static func plain(_ value: Log.Value) -> String {
    guard case .text(let text) = value else { return json(value) }
    let isWord = !text.isEmpty && text.utf8.count <= Log.longestValue && text.utf8.allSatisfy(isPlain)
    return isWord ? text : quoted(text)
  }

  private static func json(_ value: Log.Value) -> String {
    switch value {
    case .text(let text): quoted(text)
    case .number(let number): String(number)
    case .flag(let flag): flag ? "true" : "false"
    }
  }

  /// A JSON string that is also safe on a terminal.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in cut(text).unicodeScalars { append(scalar, to: &quoted) }
    return quoted + "\""
  }

  private static func append(_ scalar: Unicode.Scalar, to quoted: inout String) {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\n": quoted += "\\n"
    case "\r": quoted += "\\r"
    case "\t": quoted += "\\t"
    default:
      if isHarmless(scalar) { quoted.unicodeScalars.append(scalar) } else { quoted += escaped(scalar) }
    }
  }

  /// Nothing that controls a terminal, ends a line (U+2028 and U+2029 do for some readers), or changes the direction of
  /// the text around it.
  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: false
    default: true
    }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    String(scalar).utf16.map { unit in
      "\\u" + withUnsafeBytes(of: unit.bigEndian) { Hex.encode($0) }
    }.joined()
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x21...0x7e).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "=")
      && byte != UInt8(ascii: "\\")
  }

  private static func cut(_ text: String) -> String {
    guard text.utf8.count > Log.longestValue else { return text }
    return String(decoding: text.utf8.prefix(Log.longestValue), as: UTF8.self) + "…"
  }
}
