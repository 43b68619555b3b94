/// Writes metrics in Prometheus' text format, version 0.0.4.
struct MetricsText {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  private(set) var text = ""

  enum Kind: String { case counter, gauge }

  /// A metric with one value.
  mutating func add(_ name: String, _ kind: Kind, _ meaning: String, _ value: some Numeric) {
    head(name, kind, meaning)
    text += "tchatter_\(name) \(value)\n"
  }

  /// A metric with a value for each value of one label.
  mutating func add(
    _ name: String, _ kind: Kind, _ meaning: String, by label: String, _ values: [(String, some Numeric)]
  ) {
    head(name, kind, meaning)
    for (value, number) in values { text += "tchatter_\(name){\(label)=\"\(Self.escaped(value))\"} \(number)\n" }
  }

  private mutating func head(_ name: String, _ kind: Kind, _ meaning: String) {
    text += "# HELP tchatter_\(name) \(meaning)\n# TYPE tchatter_\(name) \(kind.rawValue)\n"
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
