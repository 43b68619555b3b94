import ChatProtocol
import ChatServer
import EventLoop
import NetServer

/// `tchatter follow …`: the traffic of one person or in one room as it happens, without what is written.
struct FollowCommand: Equatable, Sendable {
  enum Subject: Equatable, Sendable {
    /// An id, or `@` and a name.
    case user(String)
    case room(String)
  }

  let subject: Subject
  /// JSON objects, a line each, rather than words.
  let isJSON: Bool
  /// When to end by itself.
  let seconds: Int?
  /// The instances' admin listeners; at least one.
  let admins: [Endpoint]

  private static let longest = 86_400

  /// - Parameter arguments: those behind `follow`.
  static func read(_ arguments: [String]) -> CommandReading<FollowCommand> {
    var words = CommandWords(
      "tchatter follow", valued: ["--room", "--user", "--seconds"], flags: ["--json"], arguments)
    if words.asksForHelp { return .help }
    if !words.words.isEmpty { words.mistakes.append("follow takes no words, but --user USER or --room ROOM") }
    let subject = subject(&words)
    let seconds = seconds(&words)
    let admins = words.admins()
    guard let subject, words.mistakes.isEmpty else { return .refused(words.mistakes) }
    return .run(
      FollowCommand(subject: subject, isJSON: words.options["--json"] != nil, seconds: seconds, admins: admins))
  }

  private static func subject(_ words: inout CommandWords) -> Subject? {
    switch (words.options["--user"], words.options["--room"]) {
    case (let user?, nil): return .user(user)
    case (nil, let room?) where RoomName(stored: room) != nil: return .room(room)
    case (nil, .some):
      words.mistakes.append("--room is 1 to 64 of the characters a-z, 0-9, _ and -, or a direct room's own name")
    default: words.mistakes.append("follow needs --user or --room, one of them")
    }
    return nil
  }

  private static func seconds(_ words: inout CommandWords) -> Int? {
    guard let text = words.options["--seconds"] else { return nil }
    if let seconds = Int(text), (1...longest).contains(seconds) { return seconds }
    words.mistakes.append("--seconds must be a number from 1 to \(longest)")
    return nil
  }

  static let helpText = """
    tchatter follow – the traffic of one person or in one room, as it happens, without what is written.

    Usage: tchatter follow --user USER [--json] [--seconds N] [--admin HOST:PORT,…]
           tchatter follow --room ROOM [--json] [--seconds N] [--admin HOST:PORT,…]

    USER is an id, as tchatter users list tells it, or @ and the name of somebody who is signed in.

    Of each request: when it came, its type, the room, who asked and by which way, how many bytes of text it had, what came of
    it (the reply's type, or the code of the refusal) and how long that took. Of a person besides: when they connect and
    disconnect. Of a room besides: each message that reaches it, from whichever instance, and how many members had it.

    It is seen on the instances that are named with --admin; each knows its own clients. One that refuses, does not answer or
    is of a version before 0.12 is told of on standard error, and tried again; the others are followed on meanwhile. An
    instance keeps 1,000 lines for who follows, until they are fetched, four times a second; how many found no room is told.
    Four may follow on an instance at a time. Requests in a direct room are found by --user: people name it otherwise.

      --json
          JSON objects, one a line
      --seconds N
          ends after N seconds, at most \(longest); without it, on Ctrl-C
      --admin HOST:PORT,…
          instances' admin listeners [\(Configuration().adminListen.text)]
      --help

    The environment's TCHATTER_ADMIN_TOKEN is shown to the instances. Each begin is a line `audit` in the instance's log.

    Exit status: 0 done, 1 no instance could be followed on when it began, 2 the command line is wrong.

    """
}

extension FollowCommand: OperatorCommand {
  static let word = "follow"

  func run(adminToken: String?, on reactor: Reactor) -> CommandOutcome {
    FollowCall(self, adminToken: adminToken).run(on: reactor)
  }
}
