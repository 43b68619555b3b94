import Base
import Broker
import ChatProtocol
import RedisClient

/// The names of everything in a Redis, or in a Redis Cluster. Whatever clients send, each key matches
///
///     tc:(\{(@?[a-z0-9._-]{1,64})\}:([smhunxepbl]|i:[a-z0-9]{1,15}:TEXT|w:[a-z0-9]{1,15})
///        |\{[a-z0-9]{1,15}\}:[dofvqrakc]|(session|sign-in|code):[0-9a-f]{64}|(name|known):TEXT|rooms|maintenance|hooks
///        |bots|erased|cleaning|wrong-codes|page:[a-z0-9-]{1,40}|vote:\{TEXT\}:…)
///
/// where TEXT is 1–64 bytes of `[A-Za-z0-9_-]`, or a dot and the hexadecimal digits of what is not so plain. A room's keys
/// share its name in braces, so that they lie on one node of a Redis Cluster. There all others begin with `{tc}:` in place of
/// `tc:`, so that they lie on one node, too: scripts touch several of them. What bots keep is named by `BotKeys`.
struct RedisKeys {
  static let ofOneServer = RedisKeys(prefix: "tc:")
  static let ofCluster = RedisKeys(prefix: "{tc}:")

  /// What the keys begin with that are no room's.
  let prefix: String

  /// The fleet's channel.
  static let fleet = "tc:fleet"
  var maintenance: String { prefix + "maintenance" }
  var hooks: String { prefix + "hooks" }
  var bots: String { prefix + "bots" }
  /// Which rooms have texts that are to be taken out.
  var erased: String { prefix + "erased" }
  /// Who does that, and how far it is.
  var cleaning: String { prefix + "cleaning" }
  var rooms: String { prefix + "rooms" }
  var sessionPrefix: String { prefix + "session:" }

  func session(_ hash: TokenHash) -> String { sessionPrefix + hash.text }
  /// What a request to sign in has made.
  func signIn(_ hash: TokenHash) -> String { prefix + "sign-in:" + hash.text }
  /// For which session another device may sign in by a code.
  func deviceCode(_ hash: TokenHash) -> String { prefix + "code:" + hash.text }
  /// How many wrong codes there were lately.
  var wrongCodes: String { prefix + "wrong-codes" }
  func name(_ skeleton: String) -> String { prefix + "name:" + PlainWord.encode(skeleton) }
  /// Which application's user had the name last.
  func lastHolder(ofName skeleton: String) -> String { prefix + "known:" + PlainWord.encode(skeleton) }
  /// A version of the page: a hash of its files, by path.
  func page(_ version: String) -> String { prefix + "page:" + version }
  /// The channel of what is written so that the replicas can be asked for it.
  static func mark(_ instance: String) -> String { "tc:mark:" + PlainWord.encode(instance) }
  static func probe(_ instance: String) -> String { "tc:probe:" + PlainWord.encode(instance) }
  /// The channel of the probes through a server.
  static func probe(_ instance: String, of server: RedisServer) -> String {
    guard server.isOfCluster, case .at(let address) = server.place else { return probe(instance) }
    return "tc:probe:" + PlainWord.encode("\(instance) \(address)")
  }
  /// What is written to where a cluster has a certain slot, to see whether it can be.
  static func mark(_ instance: String, tag: String) -> String { "tc:mark:{\(tag)}:" + PlainWord.encode(instance) }

  /// A room's pub/sub channel, and what its keys begin with.
  static func channel(_ room: RoomName) -> String { "tc:{\(room.text)}" }

  /// One that is called as rooms' are, and is no room's.
  static let sampleChannel = "tc:{}"

  /// Where a message went that was stored by this request.
  static func request(_ id: String, of author: User.ID, in room: RoomName) -> String {
    "\(channel(room)):i:\(PlainWord.encode(author)):\(PlainWord.encode(id))"
  }

  /// When somebody wrote last in a slow room.
  static func writing(of author: User.ID, in room: RoomName) -> String {
    "\(channel(room)):w:\(PlainWord.encode(author))"
  }

  func directRooms(of user: User.ID) -> String { userPrefix + PlainWord.encode(user) + "}:d" }
  func directOthers(of user: User.ID) -> String { userPrefix + PlainWord.encode(user) + "}:o" }
  /// Those in which the user has not written: first contacts.
  func directUnanswered(of user: User.ID) -> String { userPrefix + PlainWord.encode(user) + "}:f" }

  /// How far the user has read, by room: a hash.
  func readMarks(of user: User.ID) -> String { userPrefix + PlainWord.encode(user) + "}:r" }

  /// Where the user was mentioned: a list, the newest first.
  func mentions(of user: User.ID) -> String { userPrefix + PlainWord.encode(user) + Self.mentionsSuffix }
  /// The key under which it is kept that the user had their name last.
  func knownName(of user: User.ID) -> String { userPrefix + PlainWord.encode(user) + "}:k" }

  /// What operators have decided about the user, and the moment up to which their sessions are void: a hash.
  func standing(of user: User.ID) -> String { userPrefix + PlainWord.encode(user) + Self.standingSuffix }
  /// The user's sessions: their hashes, by when they were made.
  func sessions(of user: User.ID) -> String { userPrefix + PlainWord.encode(user) + Self.sessionsSuffix }
  /// Under which key their newest code is kept.
  func newestCode(of user: User.ID) -> String { userPrefix + PlainWord.encode(user) + "}:c" }
  /// For scripts, which learn from a session whose it is.
  var userPrefix: String { prefix + "{" }
  static let standingSuffix = "}:v"
  static let sessionsSuffix = "}:q"
  static let mentionsSuffix = "}:a"

  /// The room that a channel belongs to, if it is a room's.
  static func roomText(ofChannel channel: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard channel.count > 5, channel.starts(with: channelPrefix), channel.last == UInt8(ascii: "}") else { return nil }
    return UnsafeRawBufferPointer(rebasing: channel[4..<channel.count - 1])
  }

  private static let channelPrefix = Array("tc:{".utf8)

  /// A lifetime that Redis accepts.
  static func seconds(_ lifetime: Int) -> Int { min(max(lifetime, 1), 1 << 31) }
}

/// What the keys of a room end with, behind its channel's name.
enum RoomKey {
  /// A hash: epoch, generation, seq, and what else a position is made of.
  static let meta: StaticString = ":m"
  /// The messages.
  static let stream: StaticString = ":s"
  /// The places of messages whose text is taken out.
  static let erased: StaticString = ":x"
  /// The messages without those texts, until that takes the others' place.
  static let copy: StaticString = ":b"
  /// Each message's newest edit.
  static let edits: StaticString = ":e"
  /// What may be done there.
  static let policy: StaticString = ":p"
  /// What was reported: a list, the newest first.
  static let reports: StaticString = ":l"
  /// Which instance holds whom present, by expiry.
  static let holds: StaticString = ":h"
  /// Who is present.
  static let users: StaticString = ":u"
  /// What the room has still to be told of who is present.
  static let debt: StaticString = ":n"
}
