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
    while let argument = rest.popFirst() {
      if argument == "--json" {
        options.isJSON = true
      } else if argument == "--quiet" {
        options.isQuiet = true
      } else if let mistake = take(argument, &rest, into: &options) {
        return .refused(mistake)
      }
    }
    return options.mistake.map { .refused($0) } ?? .run(options)
  }

  /// Takes `--name VALUE` or `--name=VALUE`.
  /// - Returns: what is wrong with it.
  private static func take(_ argument: String, _ rest: inout ArraySlice<String>, into options: inout Options) -> String?
  {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let option = CommandLineOption.all.first(where: { "--" + $0.name == parts[0] }) else {
      return "there is no option \(parts[0])"
    }
    guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
      return "--\(option.name) needs a value: \(option.form)"
    }
    return option.set(&options, value) ? nil : "--\(option.name) takes \(option.form), not \"\(value)\""
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
