import ChatServer
import NetServer

/// `tchatter abandoned …`: what nobody has used for long, and removing it, through an instance's admin listener.
struct AbandonedCommand: Equatable, Sendable {
  let kinds: [AbandonedKind]
  let days: Int
  /// How much is removed at most, of each kind; `nil` to look alone.
  let removing: Int?
  /// The instance's admin listener.
  let admin: Endpoint

  private static let usualDays = 90
  private static let usualMost = 1_000

  /// - Parameter arguments: those behind `abandoned`.
  static func read(_ arguments: [String]) -> CommandReading<AbandonedCommand> {
    var words = CommandWords("tchatter abandoned", valued: ["--days", "--at-most"], flags: ["--remove"], arguments)
    if words.isHelpAsked { return .help }
    let admins = words.admins()
    if admins.count > 1 { words.mistakes.append("--admin takes one instance; the store is the fleet's") }
    let kinds = words.words.compactMap(AbandonedKind.init)
    if kinds.count != words.words.count || Set(kinds).count != kinds.count {
      words.mistakes.append("what can be abandoned is rooms, hooks and bots, each named once")
    }
    let isRemoving = words.options["--remove"] != nil
    if isRemoving, kinds.isEmpty { words.mistakes.append("--remove needs what to remove: rooms, hooks, bots") }
    if !isRemoving { words.refuse(["--at-most"], "is for --remove") }
    let days = number("--days", 1...3_650, usualDays, &words)
    let most = number("--at-most", 1...1_000_000, usualMost, &words)
    guard let admin = admins.first, words.mistakes.isEmpty else { return .refused(words.mistakes) }
    return .run(
      AbandonedCommand(
        kinds: kinds.isEmpty ? AbandonedKind.allCases : kinds, days: days, removing: isRemoving ? most : nil,
        admin: admin))
  }

  private static func number(
    _ name: String, _ range: ClosedRange<Int>, _ usual: Int, _ words: inout CommandWords
  ) -> Int {
    guard let text = words.options[name] else { return usual }
    guard let number = Int(text), range.contains(number) else {
      words.mistakes.append("\(name) must be a number from \(range.lowerBound) to \(range.upperBound)")
      return usual
    }
    return number
  }

  static let helpText = """
    tchatter abandoned – what nobody has used for long, and removing it.

    Usage: tchatter abandoned [rooms] [hooks] [bots] [--days N] [--admin HOST:PORT]
           tchatter abandoned rooms|hooks|bots… --remove [--days N] [--at-most N]

    rooms   where nobody has written or come for so long, nobody is and no instance looks. Their messages go, and with them
            their history; who is what there (tchatter rooms) stays. They would expire by themselves, as
            TCHATTER_BACKLOG_SECONDS has it: this is for who keeps messages for long. Direct messages are rooms, too:
            --remove deletes what two people wrote to each other, once neither has written for so long
    hooks   by which nobody has posted for so long, or ever
    bots    whose keys nobody has signed in with for so long, or ever, and that have no session left

    Without --remove it tells what there is, and changes nothing. What is in use by the time it would be removed stays: the
    store judges that itself, in the same step.

      --days N
          how long nobody has used them [\(usualDays)]
      --remove
          removes them
      --at-most N
          how many of each kind [\(usualMost)]
      --admin HOST:PORT
          an instance's admin listener [\(Configuration().adminListen.text)]
      --help

    The environment's TCHATTER_ADMIN_TOKEN is shown to the instance. Each that is removed is a line `audit` in the instance's
    log.

    Exit status: 0 done, 1 the instance refused or did not answer, 2 the command line is wrong.

    """
}
