import Broker
import ChatServer
import NetServer

/// `tchatter bots …`: what an operator asks of a fleet's keys for programs, through the admin listener of any instance.
struct BotCommand: Equatable, Sendable {
  enum Action: Equatable, Sendable {
    case add(String)
    case list
    case revoke(String)
  }

  let action: Action
  /// The instance's admin listener.
  let admin: Endpoint

  /// - Parameter arguments: those behind `bots`.
  static func read(_ arguments: [String]) -> CommandReading<BotCommand> {
    var words = CommandWords("tchatter bots", valued: [], flags: [], arguments)
    if words.asksForHelp { return .help }
    let action = action(&words)
    let admins = words.admins()
    if admins.count > 1 { words.mistakes.append("--admin takes one instance; keys are the fleet's") }
    guard let action, let admin = admins.first, words.mistakes.isEmpty else { return .refused(words.mistakes) }
    return .run(BotCommand(action: action, admin: admin))
  }

  private static func action(_ words: inout CommandWords) -> Action? {
    switch (words.words.first, words.words.count) {
    case ("add", 2): return .add(words.words[1])
    case ("list", 1): return .list
    case ("revoke", 2): return .revoke(words.words[1])
    case ("add", _): words.mistakes.append("add takes one NAME")
    case ("list", _): words.mistakes.append("list takes nothing but --admin")
    case ("revoke", _): words.mistakes.append("revoke takes one NAME; list tells them")
    default: words.mistakes.append("the command is add, list or revoke")
    }
    return nil
  }

  static let helpText = """
    tchatter bots – keys for programs: whoever signs in with one is shown as a bot.

    Usage: tchatter bots add NAME [--admin HOST:PORT]
           tchatter bots list [--admin HOST:PORT]
           tchatter bots revoke NAME [--admin HOST:PORT]

    add     prints the key, once: only its hash is kept. Whoever has it is the bot, in as many sessions at once as it
            likes. The name is nobody else's from then on
    list    the bots, and when each has signed in last, to the hour
    revoke  ends the key and all that was signed in with it, at once and on every instance; the name is free then. The
            next key of the same name is the same user again

    To keep a key from others: (umask 077 && tchatter bots add NAME >FILE), and --key-file FILE for tchatter-bots. There
    are at most \(Bot.maximum) keys.

      --admin HOST:PORT
          an instance's admin listener [\(Configuration().adminListen.text)]
      --help

    The environment's TCHATTER_ADMIN_TOKEN is shown to the instance. Each key that is made or revoked is a line `audit` in
    the instance's log.

    Exit status: 0 done, 1 the instance refused or did not answer, 2 the command line is wrong.

    """
}
