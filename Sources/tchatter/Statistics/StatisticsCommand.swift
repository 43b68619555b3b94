import ChatServer
import NetServer

/// `tchatter statistics …`: what a fleet's store has, kept in a file and compared with one.
struct StatisticsCommand: Equatable, Sendable {
  enum Action: Equatable, Sendable {
    case show
    case save(String)
    case compare(String)
  }

  let action: Action
  /// The instance's admin listener.
  let admin: Endpoint

  /// - Parameter arguments: those behind `statistics`.
  static func read(_ arguments: [String]) -> CommandReading<StatisticsCommand> {
    var words = CommandWords("tchatter statistics", valued: ["--save", "--compare"], flags: [], arguments)
    if words.isHelpAsked { return .help }
    let admins = words.admins()
    if admins.count > 1 { words.mistakes.append("--admin takes one instance; the store is the fleet's") }
    if !words.words.isEmpty { words.mistakes.append("statistics takes no words") }
    let action: Action
    switch (words.options["--save"], words.options["--compare"]) {
    case (nil, nil): action = .show
    case (let file?, nil): action = .save(file)
    case (nil, let file?): action = .compare(file)
    case (.some, .some):
      words.mistakes.append("--save and --compare are two commands")
      action = .show
    }
    guard let admin = admins.first, words.mistakes.isEmpty else { return .refused(words.mistakes) }
    return .run(StatisticsCommand(action: action, admin: admin))
  }

  static let helpText = """
    tchatter statistics – what the store has: what takes its memory, and whether anything was lost.

    Usage: tchatter statistics [--admin HOST:PORT]
           tchatter statistics --save FILE
           tchatter statistics --compare FILE

    Before a move, a backup or an update: --save. After it: --compare with the same file, which names each room, webhook and
    bot that has lost something. What was written, made and changed in between is no loss, and is told apart. The digest is
    of all rooms, webhooks and bots: the same one twice means the same store.

    Compare within TCHATTER_BACKLOG_SECONDS, soon at best: what was due to expire by the time of --compare, had nobody
    written since, is no loss. Where something of that is missing, a line `unsure` says so.

    Of a room its epoch is compared, its newest message, how many are kept, of how many the text was taken out, and its
    policy; not what is written in the messages in between. Bytes are estimated where things are large: of a few parts.

    It goes through the store in pages of about a millisecond, and rests in between: nobody who chats notices.

      --save FILE
          keeps it in a new file, which nobody else can read: it says who writes with whom
      --compare FILE
          with what --save has kept
      --admin HOST:PORT
          an instance's admin listener [\(Configuration().adminListen.text)]
      --help

    The environment's TCHATTER_ADMIN_TOKEN is shown to the instance.

    Exit status: 0 done, and nothing is lost; 1 something is lost, or the instance refused or did not answer; 2 the command
    line is wrong.

    """
}
