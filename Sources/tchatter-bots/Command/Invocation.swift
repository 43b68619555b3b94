import ChatClient
import Foundation

/// What the program was called for, read from its arguments.
enum Invocation: Equatable {
  case converse(ConverseOptions)
  case vote(VoteOptions)
  case archive(ArchiveOptions)
  case relay(RelayOptions)
  case check([String])
  case scripts
  case help
  case version
  /// It was called wrongly: one line.
  case refused(String)

  static let helpText = """
    tchatter-bots: programs that take part in a chat.

      tchatter-bots converse SCRIPT…   performs scripts, one bot a character, and checks that every bot
                                       sees every line of every other once and in order
      tchatter-bots check SCRIPT…      says what is wrong with a script, line by line
      tchatter-bots scripts            names the plays that are part of the program
      tchatter-bots vote ROOM…         is in these rooms and holds votes there: say `@Vote help`
      tchatter-bots archive FOLDER ROOM…
                                       writes down all that is stored in these rooms, each once and in order
      tchatter-bots archive --check FOLDER [ROOM…]
                                       proves from the files alone that nothing is missing or there twice
      tchatter-bots relay FOLDER ROOM… --to URL
                                       posts all that happens in these rooms to a program of yours, in order
      tchatter-bots relay --status|--dead|--replay FOLDER [ROOM…]
                                       tells how that is going, lists what was given up, sends it again
      tchatter-bots --version          tells which it is

    SCRIPT is a file, or the name of a play that is part of the program.

    Options of converse:
      --url ADDRESS      where the chat is (ws://127.0.0.1:8080/ws)
      --room ROOM        in which room (the script's name); of several conversations ROOM, ROOM-2, …
      --speed MS         milliseconds a character at which is typed; pauses in proportion (20; 0: no time at all)
      --repeat N         so many times, one after the other (1)
      --loop             again and again, until Ctrl-C
      --rooms N          so many copies of each script at once, each in its own room (1)
      --timeout SECONDS  how long a conversation may stand still (30)
      --report FORM      text or json, on standard output (text)
      --quiet            no progress

    Options of vote:
      --url ADDRESS      where the chat is (ws://127.0.0.1:8080/ws)
      --redis URL        where votes are kept: redis://[user:password@]host[:port][/database], or sentinels or a
                         cluster, as the instances' redis-url names them (or TCHATTER_REDIS_URL; without: in
                         memory, and forgotten at the end)
      --name NAME        under which it takes part (Vote)
      --key-file FILE    the key of this name, which `tchatter bots add` has made (or TCHATTER_BOT_KEY): with it
                         the bot is shown as one, and nobody else has its name; without it is a guest
      --session FILE     where a guest keeps the token by which it is the same user again
                         ($XDG_STATE_HOME/tchatter/NAME.session)
      --transport KIND   webSocket, poll, or auto: polling where WebSockets are blocked (auto)
      --http ADDRESS     listens there, such as on 127.0.0.1:8090: a page of the votes at /, and the interface for
                         programs that /openapi.json describes (without: does not listen)
      --http-keys FILE   whose requests are answered: a line NAME KEY for each program, with `read` behind it for one
                         that may only read; `openssl rand -hex 16` makes a key
      --open             votes may be read there without a key, by everybody who reaches the address

    Several vote bots of one name, with one Redis and one key or session file, act as one.
    Status of vote: 0 when stopped by a signal, 1 when the chat refuses it for good, 2 when called wrongly.

    Options of archive: --url, --name (Archive), --key-file, --session and --transport as of vote, and
      --segment-megabytes N
                         a new file is begun after so much, and the old one's sum is written (16)
      --http ADDRESS     listens there, such as on 127.0.0.1:8091, for instances that are started with
                         TCHATTER_ARCHIVE: so people read back what the chat itself does not have any more
      --http-keys FILE   whose requests are answered: a line NAME KEY; `openssl rand -hex 16` makes a key, which
                         is the instances' TCHATTER_ARCHIVE_KEY

    FOLDER/ROOM/000001.jsonl … hold the chat's own events, a line each; `sha256sum --check SHA256SUMS` reads the
    sums. It begins with the oldest message that the room still has, and goes on where the files end. Of several
    on one folder each room is written by one, and by the next when that one ends. At the end it prints what was
    taken and written, and what is left in the chat.
    Status of archive: 0 when all that was taken is written, or what was checked is whole; 1 when not, 2 when
    called wrongly.

    Options of relay: --url, --name (Relay), --key-file, --session and --transport as of vote, and
      --to URL           of the receiver: https://host:port/path, for which tchatter-https lies beside this program, or
                         http://…
      --secret-file FILE where the secrets are with which is signed: whsec_…, several while one is being changed
                         (or TCHATTER_RELAY_SECRETS)
      --shape SHAPE      events: the chat's own; slack: messages of people as Slack's outgoing webhooks and slash
                         commands tell them, and what the receiver answers as `text` is posted (events)
      --people           who comes and goes is told as well, by events `came` and `went`
      --absence SECONDS  how long somebody has to be away before that is told (30)
      --away SECONDS     who was mentioned and is not there so long after is told once by an event `away`, until they
                         come again (with --people; 60 is a good choice)
      --allow-private    the receiver may have an address that is not of the public Internet
      --timeout SECONDS  how long it may be silent (15, and 3 in Slack's shape)
      --outbox N         events that may wait, of each room; with so many it stops reading (10000)
      --retry-milliseconds MS
                         the first pause of eight, of which the last is 7200 times as long (5000)

    The receiver gets the chat's own events by POST, signed as Standard Webhooks has it, at least once, each
    under one webhook-id, in the order of their room. Any 2xx is taken for an answer; else it is sent again after
    5 s, 30 s, 2 min, 10 min, 30 min, 2 h, 5 h and 10 h, before what comes after it, and then given up. After 410, or
    20 attempts in a row that fail, the room is off until --replay. FOLDER has what waits, and where to go on.
    Status of relay: 0 when stopped by a signal, or nothing is off or given up; 1 when not, 2 when called wrongly.

    Status of converse: 0 when every line was seen by everybody once and in order, 1 when not, 2 when called wrongly.
    Ctrl-C ends a conversation after the present line, with its report; a second one at once.

    A script:
      # a comment
      NAME: what they say
        and how the same message goes on
      [pause 2s]
      [after NAME says "words"]     the next line answers that one, instead of the line before it
      OTHER: what the other says

    """

  init(_ arguments: [String]) {
    let rest = Array(arguments.dropFirst())
    let environment = ProcessInfo.processInfo.environment
    switch arguments.first {
    case "converse":
      do throws(ConverseOptions.Mistake) {
        self = rest.contains("--help") ? .help : .converse(try ConverseOptions(rest))
      } catch {
        self = .refused(error.message)
      }
    case "vote":
      do throws(VoteOptions.Mistake) {
        self = rest.contains("--help") ? .help : .vote(try VoteOptions(rest, environment: environment))
      } catch {
        self = .refused(error.message)
      }
    case "archive":
      do throws(ArchiveOptions.Mistake) {
        self = rest.contains("--help") ? .help : .archive(try ArchiveOptions(rest, environment: environment))
      } catch {
        self = .refused(error.message)
      }
    case "relay":
      do throws(RelayOptions.Mistake) {
        self = rest.contains("--help") ? .help : .relay(try RelayOptions(rest, environment: environment))
      } catch {
        self = .refused(error.message)
      }
    case "check": self = rest.isEmpty ? .refused("check needs a script") : .check(rest)
    case "scripts": self = .scripts
    case "help", "--help", "-h": self = .help
    case "--version": self = .version
    case nil: self = .refused("what to do? converse, vote, archive, relay, check or scripts")
    case let command?: self = .refused("\(command) is no command: converse, vote, archive, relay, check or scripts")
    }
  }
}
