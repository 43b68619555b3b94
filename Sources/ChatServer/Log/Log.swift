/// The instance's log: one event a line, for people or as JSON.
///
/// What a client sent is only ever logged where it helps, escaped and cut to `longestValue`; tokens, cookies and the
/// texts of messages never are (threats 13, 20). Confined to the loop's thread.
package final class Log {
  /// How lines are written.
  package enum Format: String, CaseIterable, Sendable { case text, json }

  /// How much an event matters, ascending.
  package enum Level: String, CaseIterable, Comparable, Sendable {
    case debug, info, warning, error, none

    package static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }
    private var rank: Int {
      switch self {
      case .debug: 0
      case .info: 1
      case .warning: 2
      case .error: 3
      case .none: 4
      }
    }
  }

  /// One value of an event.
  package enum Value: Equatable, Sendable, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
    case text(String)
    case number(Int64)
    case flag(Bool)

    package init(stringLiteral text: String) { self = .text(text) }
    package init(integerLiteral number: Int64) { self = .number(number) }
    package init(_ number: some BinaryInteger) { self = .number(Int64(clamping: number)) }
  }

  /// Longer values are cut: bytes.
  package static let longestValue = 512
  /// A line is never longer than what a pipe takes in one piece: bytes, with the line's end.
  package static let longestLine = 4_096

  private let format: Format
  private let level: Level
  private let clock: () -> Int64
  private let write: ([UInt8]) -> Void

  /// - Parameters:
  ///   - clock: milliseconds since 1970.
  ///   - write: takes a line with its end; must not block.
  package init(format: Format, level: Level, clock: @escaping () -> Int64, write: @escaping ([UInt8]) -> Void) {
    self.format = format
    self.level = level
    self.clock = clock
    self.write = write
  }

  /// Whether events of this level are written at all.
  package func writes(_ level: Level) -> Bool { level >= self.level && level != .none }

  package func info(_ event: String) { log(.info, event, []) }
  package func debug(_ event: String, _ values: KeyValuePairs<String, Value> = [:]) { log(.debug, event, values) }
  package func info(_ event: String, _ values: KeyValuePairs<String, Value>) { log(.info, event, values) }
  package func warning(_ event: String, _ values: KeyValuePairs<String, Value> = [:]) { log(.warning, event, values) }
  package func error(_ event: String, _ values: KeyValuePairs<String, Value> = [:]) { log(.error, event, values) }

  /// The same with values that were collected.
  package func info(_ event: String, _ values: [(String, Value)]) { log(.info, event, values) }

  private func log(_ level: Level, _ event: String, _ values: KeyValuePairs<String, Value>) {
    if writes(level) { log(level, event, values.map { ($0.key, $0.value) }) }
  }

  private func log(_ level: Level, _ event: String, _ values: [(String, Value)]) {
    guard writes(level) else { return }
    write(LogLine(time: clock(), level: level, event: event, values: values).bytes(format))
  }

  /// A text as it may stand in a line that people read: in quotes, with nothing in it that moves the cursor or ends the
  /// line.
  package static func quoted(_ text: String) -> String { LogLine.quoted(text) }
}
