import ChatServer
import Broker
import NetServer

/// `tchatter hooks …`: what an operator asks of a fleet's webhooks, through the admin listener of any instance.
struct HookCommand: Equatable, Sendable {
  enum Action: Equatable, Sendable {
    case add(HookOptions)
    case list
    case revoke(String)
  }

  let action: Action
  /// The instance's admin listener.
  let admin: Endpoint

  static let helpText = """
    tchatter hooks – incoming webhooks: addresses under which programs post into a room.

    Usage: tchatter hooks add ROOM [--name NAME] [--channels room|any] [--template FILE|TEXT]
                                   [--rate NUMBER] [--create] [--url ADDRESS] [--admin HOST:PORT]
           tchatter hooks list [--admin HOST:PORT]
           tchatter hooks revoke ID [--admin HOST:PORT]

    add prints the hook's address, once: only its hash is kept. Whoever has it can post; what revoke ends is unknown to
    every instance from then on.

      --name NAME
          shown where a payload brings no name [Webhook]
      --channels room|any
          whether a payload's "channel" may lead to other rooms, and to people as direct messages [room]
      --template FILE|TEXT
          makes the message of any JSON, like: {{#error}}{{.title}} in {{project | "?"}}{{/error}}
      --rate NUMBER
          messages a minute, a minute's worth of them at once; 0: no limit [\(Hook.usualRate)]
      --create
          also for a room that does not exist yet: it begins with the hook's first message
      --url ADDRESS
          what the printed address begins with: where the chat is reached; default: that instance itself
      --admin HOST:PORT
          an instance's admin listener [\(Configuration().adminListen.text)]
      --help

    The environment's TCHATTER_ADMIN_TOKEN is shown to the instance.

    Exit status: 0 done, 1 the instance refused or did not answer, 2 the command line is wrong.

    """
}

/// A hook as it is ordered on the command line. The instance checks it.
struct HookOptions: Equatable, Sendable {
  var room: String
  var name: String?
  var channels: String?
  /// A file's path, or the template itself.
  var template: String?
  var rate: Int?
  var mayBeNew = false
  /// What the printed address begins with, without a slash at its end.
  var url: String?
}
