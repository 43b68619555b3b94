import ChatClient
import ChatProtocol

/// The options of `converse`.
struct ConverseOptions: Equatable {
  enum Form: String { case text, json }

  /// One sentence on what is wrong.
  struct Mistake: Error, Equatable { let message: String }

  /// As many times as nobody will wait for.
  static let endless = 1 << 40

  var scripts: [String] = []
  var url = "ws://127.0.0.1:8080/ws"
  var room: String?
  var pace = Pace()
  var passes = 1
  var copies = 1
  /// Seconds.
  var timeout = 30
  var form = Form.text
  var isQuiet = false

  init(_ arguments: [String]) throws(Mistake) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--") else {
        scripts.append(argument)
        continue
      }
      try take(argument, &rest)
    }
    guard !scripts.isEmpty else { throw Mistake(message: "converse needs a script") }
  }

  private mutating func take(_ option: String, _ rest: inout ArraySlice<String>) throws(Mistake) {
    switch option {
    case "--loop": passes = Self.endless
    case "--quiet": isQuiet = true
    case "--url": url = try value(of: option, &rest)
    case "--room": room = try Self.room(try value(of: option, &rest))
    case "--speed": pace.speed = try number(of: option, 0...10_000, &rest)
    case "--repeat": passes = try number(of: option, 1...1_000_000, &rest)
    case "--rooms": copies = try number(of: option, 1...1_000, &rest)
    case "--timeout": timeout = try number(of: option, 1...86_400, &rest)
    case "--report":
      guard let form = Form(rawValue: try value(of: option, &rest)) else {
        throw Mistake(message: "--report is text or json")
      }
      self.form = form
    default: throw Mistake(message: "\(option) is no option of converse")
    }
  }

  private func value(of option: String, _ rest: inout ArraySlice<String>) throws(Mistake) -> String {
    guard let value = rest.popFirst() else { throw Mistake(message: "\(option) needs a value") }
    return value
  }

  private func number(
    of option: String, _ range: ClosedRange<Int>, _ rest: inout ArraySlice<String>
  ) throws(Mistake) -> Int {
    guard let number = Int(try value(of: option, &rest)), range.contains(number) else {
      throw Mistake(message: "\(option) is a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// Leaves place for the number of a copy.
  private static func room(_ name: String) throws(Mistake) -> String {
    guard RoomName(name) != nil, name.utf8.count <= 56 else {
      throw Mistake(message: "--room is made of a–z, 0–9, - and _, at most 56 of them")
    }
    return name
  }
}
