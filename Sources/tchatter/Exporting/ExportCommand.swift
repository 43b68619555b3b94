import ChatServer
import NetServer

/// `tchatter export …`: what people wrote, as the store has it, through an instance's admin listener.
struct ExportCommand: Equatable, Sendable {
  let options: WritingsOptions
  /// `nil` for the standard output.
  let file: String?
  /// The instance's admin listener.
  let admin: Endpoint

  /// - Parameter arguments: those behind `export`.
  static func read(_ arguments: [String]) -> CommandReading<ExportCommand> {
    var words = CommandWords("tchatter export", valued: WritingsOptions.names.union(["--file"]), flags: [], arguments)
    if words.asksForHelp { return .help }
    let admins = words.admins()
    if admins.count > 1 { words.mistakes.append("--admin takes one instance; the store is the fleet's") }
    if !words.words.isEmpty { words.mistakes.append("export takes no words") }
    let options = WritingsOptions(&words)
    if options.user == nil, options.room == nil { words.mistakes.append("export needs --user, --room or both") }
    guard let admin = admins.first, words.mistakes.isEmpty else { return .refused(words.mistakes) }
    return .run(ExportCommand(options: options, file: words.options["--file"], admin: admin))
  }

  static let helpText = """
    tchatter export – what people wrote, as the store has it.

    Usage: tchatter export --user USER [--room ROOM] [--since TIME] [--until TIME] [--file FILE] [--admin HOST:PORT]
           tchatter export --room ROOM [--since TIME] [--until TIME] [--file FILE]

    Each line is a message or a change as clients are told it (Public/protocol.md), with its room and its position, in the
    order of the room, one room after the other. Of a user it is what they wrote, edited, deleted, reacted and decided in all
    rooms, their direct rooms among them. Deleted texts are empty.

    A file is written as FILE.part until it is whole. Where that is there already, what was cut off goes on behind its last
    whole line.

    It goes through the rooms in pages, and rests in between: nobody who chats notices.

      --user USER
          an id, or @ and the name of somebody who is signed in
      --room ROOM
          one room; a direct room's name is @ and both ids, in their order, with a dot between
      --since TIME, --until TIME
          2026-11-29 or 2026-11-29T10:00Z (UTC), or how long ago, like 12h or 7d: from the first up to the second
      --file FILE
          a new file, which nobody else can read, in place of the standard output
      --admin HOST:PORT
          an instance's admin listener [\(Configuration().adminListen.text)]
      --help

    The environment's TCHATTER_ADMIN_TOKEN is shown to the instance. Each page with something in it is a line `audit` in the
    instance's log.

    Exit status: 0 all is written; 1 the instance refused or did not answer, or the file can't be written; 2 the command line
    is wrong.

    """
}
