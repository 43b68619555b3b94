import ChatServer
import EventLoop
import NetServer

/// `tchatter top`: how the fleet is at this moment, as instances tell through their admin listeners.
struct TopCommand: Equatable, Sendable {
  enum Form: Equatable, Sendable {
    /// A table in the terminal, written again each second.
    case live
    /// One table.
    case once
    /// A JSON object on a line, for each second or once.
    case json(isOnce: Bool)
  }

  let form: Form
  /// The instances' admin listeners; at least one.
  let admins: [Endpoint]

  /// - Parameter arguments: those behind `top`.
  static func read(_ arguments: [String]) -> CommandReading<TopCommand> {
    var words = CommandWords("tchatter top", valued: [], flags: ["--once", "--json"], arguments)
    if words.isHelpAsked { return .help }
    if !words.words.isEmpty { words.mistakes.append("top takes no words") }
    let admins = words.admins()
    guard words.mistakes.isEmpty else { return .refused(words.mistakes) }
    let isOnce = words.options["--once"] != nil
    let form: Form = words.options["--json"] != nil ? .json(isOnce: isOnce) : isOnce ? .once : .live
    return .run(TopCommand(form: form, admins: admins))
  }

  static let helpText = """
    tchatter top – how the fleet is at this moment: its instances, the busiest rooms, the fullest outboxes.

    Usage: tchatter top [--once] [--json] [--admin HOST:PORT,…]

    Each second anew, until Ctrl-C. Instances tell each other how they are, every two seconds: HEARD says how long ago that
    was. Those that are named with --admin are asked themselves, and tell besides in which rooms most is delivered, as a mean
    of the last seconds, and for which clients most waits. One instance is enough for the first table. The page /admin/ of an
    instance's admin listener shows the same.

      --once
          one table, and then it ends
      --json
          each time a JSON object on a line: instances, rooms and clients
      --admin HOST:PORT,…
          instances' admin listeners [\(Configuration().adminListen.text)]
      --help

    The environment's TCHATTER_ADMIN_TOKEN is shown to the instances.

    Exit status: 0 done, 1 none of the instances told anything when they were first asked, 2 the command line is wrong.

    """
}

extension TopCommand: OperatorCommand {
  static let word = "top"

  func run(adminToken: String?, on reactor: Reactor) -> CommandOutcome {
    TopCall(self, adminToken: adminToken).run(on: reactor)
  }
}
