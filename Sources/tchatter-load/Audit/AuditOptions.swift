import EventLoop

/// What an audit does: read once from the command line.
struct AuditOptions: Equatable {
  var server = SocketAddress.loopback(port: 8080)
  /// All of them; polling and churning ones are among them.
  var clients = 500
  var polling = 50
  var churning = 50
  var rooms = 20
  var messages = 10_000
  /// Messages a second, everybody together.
  var rate = 100
  /// Bytes of a message's text.
  var size = 64
  /// Whether to go on sending after `messages` until a signal says that it is enough.
  var goesOn = false
  /// Seconds in which everybody has to be there, and in which everything has to be settled at the end.
  var timeout = 60
  /// Of whom sends when, and who leaves when.
  var seed = UInt64.random(in: 1...999_999_999)
  /// Where the result goes as JSON; nowhere if empty.
  var json = ""
  var isQuiet = false

  /// What does not fit together.
  var mistake: String? {
    if polling + churning > clients { return "there cannot be more polling and churning clients than clients" }
    if rooms > clients { return "there cannot be more rooms than clients" }
    return nil
  }

  static func read(_ arguments: ArraySlice<String>) -> Invocation {
    if arguments.contains("--help") || arguments.contains("-h") { return .auditHelp }
    var options = AuditOptions()
    var rest = arguments
    while let argument = rest.popFirst() {
      if argument == "--go-on" {
        options.goesOn = true
      } else if argument == "--quiet" {
        options.isQuiet = true
      } else if let mistake = CommandLineOption.take(argument, &rest, of: CommandLineOption.all, into: &options) {
        return .refused(mistake)
      }
    }
    return options.mistake.map { .refused($0) } ?? .audit(options)
  }

  static var helpText: String {
    """
    tchatter-load audit – takes part in a chat with many clients, and judges what they saw.

    Usage: tchatter-load audit [--OPTION VALUE]…

    The clients join their rooms, and then some of them send a numbered message now and then, each kept and sent again
    until it is acknowledged; churning ones leave without a word and return. All they see is recorded, with one clock. At
    the end the audit waits until everybody has seen their room's last message, reads the rooms' whole histories, and
    judges: of what was acknowledged nothing may be lost, doubled or out of order, at nobody's.

    Options:
    \(CommandLineOption<AuditOptions>.all.map(\.help).joined(separator: "\n"))
      --go-on
          sends until SIGINT or SIGTERM, and at least --messages
      --quiet
          no progress on standard error

    Meanwhile anything may be done to the servers. They have to let it: run them with --message-rate 0 and --quotas off, and the balancer
    with BALANCER_ADDRESS_REQUESTS=0 BALANCER_ADDRESS_CONNECTIONS=0.

    Exit status: 0 when nothing is wrong; 1 when something is, or nothing was acknowledged; 2 when the command line is
    wrong.

    """
  }
}

extension CommandLineOption<AuditOptions> {
  static var all: [CommandLineOption] {
    [
      CommandLineOption(
        name: "server", form: "HOST:PORT", meaning: "the balancer, or an instance [127.0.0.1:8080]"
      ) { options, text in
        guard let address = SocketAddress(text) else { return false }
        options.server = address
        return true
      },
      number("clients", 1...20_000, "how many clients [500]", \.clients),
      number("polling", 0...20_000, "how many of them use long-polling [50]", \.polling),
      number(
        "churning", 0...20_000, "how many of them leave without a word and return, again and again [50]", \.churning),
      number("rooms", 1...10_000, "rooms, over which the clients are spread [20]", \.rooms),
      number("messages", 1...10_000_000, "messages to send, in all rooms together [10000]", \.messages),
      number("rate", 1...100_000, "messages a second, everybody together [100]", \.rate),
      number("size", 16...4000, "bytes of a message's text [64]", \.size),
      number(
        "timeout", 1...3600, "seconds for everybody to be there, and again to be settled at the end [60]", \.timeout),
      CommandLineOption(name: "seed", form: "N", meaning: "of whom sends when [a random one, told]") { options, text in
        guard let seed = UInt64(text) else { return false }
        options.seed = seed
        return true
      },
      CommandLineOption(name: "json", form: "FILE", meaning: "writes the result there") { options, text in
        options.json = text
        return !text.isEmpty
      },
    ]
  }
}
