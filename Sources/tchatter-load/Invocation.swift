/// What the command line asks for.
enum Invocation: Equatable {
  case run(Options)
  case audit(AuditOptions)
  case stay(StayOptions)
  case help
  case auditHelp
  case stayHelp
  /// It cannot be done, and why.
  case refused(String)

  /// - Parameter arguments: without the program's name.
  init(_ arguments: [String]) {
    if arguments.first == "audit" {
      self = AuditOptions.read(arguments.dropFirst())
      return
    }
    if arguments.first == "stay" {
      self = StayOptions.read(arguments.dropFirst())
      return
    }
    if arguments.contains("--help") || arguments.contains("-h") || arguments == ["help"] {
      self = .help
      return
    }
    guard let word = arguments.first, let mode = Options.Mode(rawValue: word) else {
      let modes = (Options.Mode.allCases.map(\.rawValue) + ["audit", "stay"]).joined(separator: ", ")
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
      } else if let mistake = CommandLineOption.take(argument, &rest, of: CommandLineOption.all, into: &options) {
        return .refused(mistake)
      }
    }
    return options.mistake.map { .refused($0) } ?? .run(options)
  }

  static var helpText: String {
    let modes = Options.Mode.allCases.map { "  \($0.rawValue.padded(to: 10)) \($0.meaning)" }
    let options = CommandLineOption<Options>.all.map(\.help)
    return """
      tchatter-load – puts load on a chat server, and checks that every message arrives once and in order.

      Usage: tchatter-load MODE [--OPTION VALUE]…

      Modes, with their size unless told otherwise:
      \(modes.joined(separator: "\n"))
        \("audit".padded(to: 10)) clients that come and go, write and record all they see, judged at the end: see `audit --help`
        \("stay".padded(to: 10)) clients that stay while the servers come and go: see `stay --help`

      Options:
      \(options.joined(separator: "\n"))
        --json
            the result as one JSON object
        --quiet
            no progress on standard error

      The server has to let it: run it with --message-rate 0, --quotas off and --max-connections above the number of clients.

      Exit status: 0 everything arrived, once and in order; 1 it did not, or the run could not go on; 2 the command
      line is wrong.

      """
  }
}

extension String {
  fileprivate func padded(to length: Int) -> String { self + String(repeating: " ", count: max(0, length - count)) }
}
