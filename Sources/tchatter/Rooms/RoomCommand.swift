import ChatProtocol
import ChatServer
import NetServer

/// `tchatter rooms …`: what may be done in a room, as an operator sees and sets it, through an instance's admin listener.
struct RoomCommand: Equatable, Sendable {
  enum Action: Equatable, Sendable {
    case show
    case govern(RoomOptions)
    case sweep
  }

  let action: Action
  let room: String
  /// The instance's admin listener.
  let admin: Endpoint

  /// - Parameter arguments: those behind `rooms`.
  static func read(_ arguments: [String]) -> CommandReading<RoomCommand> {
    var words = CommandWords("tchatter rooms", valued: RoomOptions.names, flags: [], arguments)
    if words.asksForHelp { return .help }
    let action = action(&words)
    let admins = words.admins()
    guard let action, let admin = admins.first, words.mistakes.isEmpty else { return .refused(words.mistakes) }
    return .run(RoomCommand(action: action, room: words.words[1], admin: admin))
  }

  private static func action(_ words: inout CommandWords) -> Action? {
    let verb = words.words.first ?? ""
    guard ["show", "govern", "sweep"].contains(verb) else {
      words.mistakes.append("the command is show, govern or sweep")
      return nil
    }
    if verb != "govern" { words.refuse(RoomOptions.names, "is for govern") }
    guard words.words.count == 2, RoomName(words.words[1]) != nil else {
      words.mistakes.append("\(verb) takes one ROOM, 1 to 64 of the characters a-z, 0-9, _ and -")
      return nil
    }
    switch verb {
    case "show": return .show
    case "sweep": return .sweep
    default: return .govern(RoomOptions(&words))
    }
  }

  static let helpText = """
    tchatter rooms – what may be done in a room, and by whom.

    Usage: tchatter rooms show ROOM [--admin HOST:PORT]
           tchatter rooms govern ROOM [--mode MODE] [--slow SECONDS] [--topic TEXT]
                                      [--retain SPAN] [--everybody WHO]
                                      [--user USER --role ROLE [--for SPAN]]
           tchatter rooms sweep ROOM [--admin HOST:PORT]

    show     the room's mode, and who is what there
    govern   changes it. The change is stored in the room like a message, and told to all who are there
    sweep    takes the role from each member who came as a guest and whose session is over: they can't come back as
             who they were. So there is room for others among the \(Policy.mostPeople) whom a room can name

      --mode MODE
          open: everybody reads and writes; closed: only those with a role; announce: everybody reads, owners and
          moderators write
      --slow SECONDS
          how long people wait between two messages, at most \(Policy.longestPause); 0 for not at all
      --topic TEXT
          what the room is about, at most \(Policy.longestTopic) characters
      --retain SPAN
          how long the room's messages are kept, like 30m, 12h or 7d, a minute at least; 0 for as long as all others are
      --everybody WHO
          who may call everybody with @here or @all: none, moderators (owners, too) or members (whoever has a role);
          until that is said, none in an open room, members in a closed one, moderators where they alone write
      --user USER
          an id, or @ and the name of somebody who is signed in
      --role ROLE
          what they are from now on: owner, moderator, member, muted, banned or none
      --for SPAN
          how long they are muted or banned, like 90s, 30m, 12h, 7d or 2w; without it, until that is changed
      --admin HOST:PORT
          an instance's admin listener [\(Configuration().adminListen.text)]
      --help

    The environment's TCHATTER_ADMIN_TOKEN is shown to the instance. Each change is a line `audit` in the instance's log.

    Exit status: 0 done, 1 the instance refused or did not answer, 2 the command line is wrong.

    """
}

/// What a room is governed with. What it can be, the instance says.
struct RoomOptions: Equatable, Sendable {
  static let names: Set = [
    "--mode", "--slow", "--topic", "--retain", "--everybody", "--user", "--role", "--for",
  ]

  var mode: String?
  var slow: Int?
  var topic: String?
  /// Seconds; 0 for as long as the fleet keeps messages.
  var retain: Int?
  var everybody: String?
  var user: String?
  var role: String?
  /// `nil`: until it is changed.
  var seconds: Int?

  init() {}

  init(_ words: inout CommandWords) {
    (mode, topic) = (words.options["--mode"], words.options["--topic"])
    everybody = words.options["--everybody"]
    (user, role) = (words.options["--user"], words.options["--role"])
    if let text = words.options["--slow"] {
      slow = Int(text)
      if slow == nil { words.mistakes.append("--slow must be a number of seconds") }
    }
    if let text = words.options["--retain"] {
      retain = text == "0" ? 0 : SpanText.seconds(text)
      if retain == nil { words.mistakes.append("--retain must be 0, or like 90s, 30m, 12h, 7d or 2w") }
    }
    if let text = words.options["--for"] {
      seconds = SpanText.seconds(text)
      if seconds == nil { words.mistakes.append("--for must be like 90s, 30m, 12h, 7d or 2w, ten years at most") }
    }
    if (user == nil) != (role == nil) { words.mistakes.append("--user and --role go together") }
    let isEmpty = mode == nil && slow == nil && topic == nil && retain == nil && everybody == nil && user == nil
    if isEmpty, role == nil, words.mistakes.isEmpty {
      words.mistakes.append("govern needs --mode, --slow, --topic, --retain, --everybody, or --user and --role")
    }
  }
}
