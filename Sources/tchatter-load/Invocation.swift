/// What the command line asks for.
enum Invocation: Equatable {
  case run(Options)
  case help
  /// It cannot be done, and why.
  case refused(String)

  /// - Parameter arguments: without the program's name.
  init(_ arguments: [String]) {
    if arguments.contains("--help") || arguments.contains("-h") || arguments == ["help"] {
      self = .help
      return
    }
    guard let word = arguments.first, let mode = Options.Mode(rawValue: word) else {
      let modes = Options.Mode.allCases.map(\.rawValue).joined(separator: ", ")
      self = .refused("the first argument is the mode, one of \(modes)")
      return
    }
    self = Self.read(Options(mode), arguments.dropFirst())
  }

  private static func read(_ start: Options, _ arguments: ArraySlice<String>) -> Invocation {
    var options = start
    var rest = arguments
    while let flag = rest.popFirst() {
      switch flag {
      case "--json": options.isJSON = true
      case "--quiet": options.isQuiet = true
      default:
        guard let option = CommandLineOption.all.first(where: { "--" + $0.name == flag }) else {
          return .refused("there is no option \(flag)")
        }
        guard let value = rest.popFirst() else { return .refused("\(flag) needs a value: \(option.form)") }
        guard option.set(&options, value) else { return .refused("\(flag) takes \(option.form), not \"\(value)\"") }
      }
    }
    return options.mistake.map { .refused($0) } ?? .run(options)
  }

  static var helpText: String {
    let modes = Options.Mode.allCases.map { "  \($0.rawValue.padded(to: 10)) \($0.meaning)" }
    let options = CommandLineOption.all.map { "  --\($0.name) \($0.form)\n      \($0.meaning)" }
    return """
      tchatter-load – puts load on a chat server, and checks that every message arrives once and in order.

      Usage: tchatter-load MODE [--OPTION VALUE]…

      Modes, with their size unless told otherwise:
      \(modes.joined(separator: "\n"))

      Options:
      \(options.joined(separator: "\n"))
        --json
            the result as one JSON object
        --quiet
            no progress on standard error

      The server has to let it: run it with --message-rate 0 and --max-connections above the number of clients.

      Exit status: 0 everything arrived, once and in order; 1 it did not, or the run could not go on; 2 the command
      line is wrong.

      """
  }
}

extension String {
  fileprivate func padded(to length: Int) -> String { self + String(repeating: " ", count: max(0, length - count)) }
}
