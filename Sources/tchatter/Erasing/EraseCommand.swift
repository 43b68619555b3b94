import ChatServer
import NetServer

/// `tchatter erase …`: takes what somebody wrote out of the store for good, through an instance's admin listener.
struct EraseCommand: Equatable, Sendable {
  let options: WritingsOptions
  let user: String
  let isTrial: Bool
  /// The instance's admin listener.
  let admin: Endpoint

  /// - Parameter arguments: those behind `erase`.
  static func read(_ arguments: [String]) -> CommandReading<EraseCommand> {
    var words = CommandWords("tchatter erase", valued: WritingsOptions.names, flags: ["--dry-run"], arguments)
    if words.asksForHelp { return .help }
    let admins = words.admins()
    if admins.count > 1 { words.mistakes.append("--admin takes one instance; the store is the fleet's") }
    if !words.words.isEmpty { words.mistakes.append("erase takes no words") }
    let options = WritingsOptions(&words)
    if options.user == nil { words.mistakes.append("erase needs --user") }
    guard let admin = admins.first, let user = options.user, words.mistakes.isEmpty else {
      return .refused(words.mistakes)
    }
    return .run(
      EraseCommand(options: options, user: user, isTrial: words.options["--dry-run"] != nil, admin: admin))
  }

  static let helpText = """
    tchatter erase – takes what somebody wrote out of the store, for good.

    Usage: tchatter erase --user USER [--room ROOM] [--since TIME] [--until TIME] [--dry-run] [--admin HOST:PORT]

    For each message of theirs a deletion is stored, as if an operator had deleted it: it goes from every screen that is
    connected, from all instances and from the archives that follow. Their edits go with it, and their reactions are taken back.
    Then the texts go from the store itself: the places stay, so that nobody's history has a hole. Redis writes its files
    anew, and the replicas are waited for. What they have reported, and what was reported of their messages, goes off the rooms'
    lists. A receipt tells what was reached, and what was not. Without --room, --since and
    --until it is forgotten, too, how far they have read which rooms, and where they were mentioned.

    Their id stays at the empty places, and their name at those of messages; what they decided in rooms (tchatter rooms), their
    sessions and who wrote with whom stay, too. A deletion takes a place in its room as a message does: where much is erased,
    the oldest messages of a full room go earlier. End or ban them first (tchatter users), so that nothing comes after it.

    Asked again it finds nothing. What was cut off is done by the same command.

    Where the instance has an archive (TCHATTER_ARCHIVE), people read on in its files, and what these have from before the
    store's memory is still shown: the receipt says so, and the status is 1 each time, also once it is taken out there, by
    hand, as Public/bots.md says. Direct rooms are in no archive.

      --user USER
          an id, or @ and the name of somebody who is signed in
      --room ROOM
          one room; a direct room's name is @ and both ids, in their order, with a dot between
      --since TIME, --until TIME
          2026-11-29 or 2026-11-29T10:00Z (UTC), or how long ago, like 12h or 7d: from the first up to the second
      --dry-run
          counts, and changes nothing
      --admin HOST:PORT
          an instance's admin listener [\(Configuration().adminListen.text)]
      --help

    The environment's TCHATTER_ADMIN_TOKEN is shown to the instance. Each part of a room is a line `audit` in the instance's
    log.

    Exit status: 0 all is erased, and the store's files are written anew; 1 something of it could not be done, or there is an
    archive; 2 the command line is wrong.

    """
}
