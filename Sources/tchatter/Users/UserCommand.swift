import Broker
import ChatServer
import NetServer

/// `tchatter users …`: who is there, and what an operator decides about them, through the admin listeners of instances.
struct UserCommand: Equatable, Sendable {
  enum Action: Equatable, Sendable {
    case list
    /// An id, or `@` and a name.
    case show(String)
    case act(UserAct, String, UserOptions)
  }

  let action: Action
  /// The instances' admin listeners; at least one.
  let admins: [Endpoint]

  private static let ofRestrictions: Set = ["--for", "--reason"]
  private static let ofBans: Set = ["--hold-name"]

  /// - Parameter arguments: those behind `users`.
  static func read(_ arguments: [String]) -> CommandReading<UserCommand> {
    var words = CommandWords("tchatter users", valued: ofRestrictions, flags: ofBans, arguments)
    if words.asksForHelp { return .help }
    let action = action(&words)
    let admins = words.admins()
    guard let action, words.mistakes.isEmpty else { return .refused(words.mistakes) }
    return .run(UserCommand(action: action, admins: admins))
  }

  private static func action(_ words: inout CommandWords) -> Action? {
    let verb = words.words.first ?? ""
    let act = UserAct(rawValue: verb)
    if act != .ban { words.refuse(ofBans, "is for ban") }
    if act != .ban, act != .suspend { words.refuse(ofRestrictions, "is for ban and suspend") }
    switch (verb, words.words.count) {
    case ("list", 1): return .list
    case ("list", _): words.mistakes.append("list takes no words")
    case ("show", 2): return .show(words.words[1])
    case (_, 2) where act != nil: return act.map { .act($0, words.words[1], UserOptions(&words)) }
    case ("show", _),
      (_, _) where act != nil:
      words.mistakes.append("\(verb) takes one USER; list tells them")
    default: words.mistakes.append("the command is list, show, end, ban, suspend or pardon")
    }
    return nil
  }

  static let helpText = """
    tchatter users – who is there, and what an operator decides about them.

    Usage: tchatter users list [--admin HOST:PORT,…]
           tchatter users show USER
           tchatter users end USER
           tchatter users ban USER [--for SPAN] [--reason TEXT] [--hold-name]
           tchatter users suspend USER [--for SPAN] [--reason TEXT]
           tchatter users pardon USER

    USER is an id, as list tells it, or @ and the name of somebody who is signed in.

    list     who is connected to the instances that are named with --admin; each knows its own
    show     their sessions, and what was decided
    end      ends all their sessions, on all devices; they may sign in again
    ban      the same, and their sign-ins, sessions and polls are refused until it ends. A guest gets a new id with each
             sign-in, and with it comes back: --hold-name keeps at least the name from them and from all others
    suspend  they read and can't write
    pardon   lifts both

      --for SPAN
          how long, like 90s, 30m, 12h, 7d or 2w; without it, until pardoned
      --reason TEXT
          what they are told, at most \(Restriction.longestReason) characters
      --hold-name
          their name is nobody's until the ban ends
      --admin HOST:PORT,…
          instances' admin listeners: list asks all of them, all else goes to the first [\(Configuration().adminListen.text)]
      --help

    The environment's TCHATTER_ADMIN_TOKEN is shown to the instances. Each decision is a line `audit` in the instance's log.

    Exit status: 0 done, 1 an instance refused or did not answer, 2 the command line is wrong.

    """
}

/// What a ban or a suspension is made with. The instance checks it.
struct UserOptions: Equatable, Sendable {
  /// How long it lasts; `nil`: until pardoned.
  var seconds: Int?
  var reason: String?
  var holdsName = false

  init() {}

  init(_ words: inout CommandWords) {
    reason = words.options["--reason"]
    holdsName = words.options["--hold-name"] != nil
    guard let text = words.options["--for"] else { return }
    seconds = SpanText.seconds(text)
    if seconds == nil { words.mistakes.append("--for must be like 90s, 30m, 12h, 7d or 2w, ten years at most") }
  }
}
