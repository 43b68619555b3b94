import EventLoop

/// What a run of clients that stay does: read once from the command line.
struct StayOptions: Equatable {
  var servers = [SocketAddress.loopback(port: 8080)]
  var clients = 1_000
  /// A room that some of them share with those of other programs, and how many of them.
  var room = "audience"
  var audience = 0
  /// Over which the others are spread; these rooms are this program's own.
  var rooms = 10
  /// Over how many instances the clients of such a room are spread at first.
  var spread = 3
  /// Connections opened at a time.
  var opening = 128
  /// Seconds until everybody has to be there.
  var timeout = 600
  var isQuiet = false

  /// What does not fit together.
  var mistake: String? {
    if audience > clients { return "the audience is of the clients: there cannot be more of it" }
    if rooms > max(clients - audience, 1) { return "there cannot be more rooms than clients" }
    return nil
  }

  static func read(_ arguments: ArraySlice<String>) -> Invocation {
    if arguments.contains("--help") || arguments.contains("-h") { return .stayHelp }
    var options = StayOptions()
    var rest = arguments
    while let argument = rest.popFirst() {
      if argument == "--quiet" {
        options.isQuiet = true
      } else if let mistake = CommandLineOption.take(argument, &rest, of: CommandLineOption.all, into: &options) {
        return .refused(mistake)
      }
    }
    return options.mistake.map { .refused($0) } ?? .stay(options)
  }

  static var helpText: String {
    """
    tchatter-load stay – clients that sign in, join a room each, and stay while the servers come and go.

    Usage: tchatter-load stay [--OPTION VALUE]…

    Once all are there, one line says so on standard output. From then on they go where a server sends them, come back when
    a connection is lost, resume from their position, and hold each message against the one before: none may be missing,
    none may come twice. A text that begins with \(TimedText.sign), eight hexadecimal digits (a number) and fifteen (nanoseconds of
    the monotonic clock) is measured. SIGINT or SIGTERM ends it; the result is one JSON object.

    Options:
    \(CommandLineOption<StayOptions>.all.map(\.help).joined(separator: "\n"))
      --quiet
          no progress on standard error

    Exit status: 0 when all were there and nothing was lost or doubled; 1 when not; 2 when the command line is wrong.

    """
  }
}

extension CommandLineOption<StayOptions> {
  static var all: [CommandLineOption] {
    [
      servers("the instances [127.0.0.1:8080]", \.servers),
      number("clients", 1...1_000_000, "how many clients [1000]", \.clients),
      CommandLineOption(
        name: "room", form: "NAME", meaning: "a room that some share with the clients of other programs [audience]"
      ) { options, text in
        options.room = text
        return !text.isEmpty && text.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\"") }
      },
      number("audience", 0...1_000_000, "how many of the clients are there [0]", \.audience),
      number("rooms", 1...1_000_000, "rooms, over which the others are spread [10]", \.rooms),
      number("spread", 1...1_000, "instances over which the clients of such a room are spread at first [3]", \.spread),
      number("opening", 1...10_000, "connections opened at a time [128]", \.opening),
      number("timeout", 1...86_400, "seconds until everybody has to be there [600]", \.timeout),
    ]
  }
}
