import Broker
import JWT

/// What can be set about the chat itself. Every limit is here, with its default.
package struct HubConfiguration: Equatable, Sendable {
  /// This instance's name, unique in the fleet.
  package var instance = "local"
  /// The program's version, told to clients.
  package var version = "0"
  /// Tells the page that is served from another one: told to clients, so that they can offer a new one. Empty: not told.
  package var page = ""

  /// The longest message, in Unicode scalars.
  package var textLimit = 4_000
  /// Messages a second of one connection, three seconds' worth at once; 0 for no limit.
  package var messageRate = 10
  /// Requests other than messages, a second, of one connection; 0 for no limit.
  package var requestRate = 50
  /// What all connections of a user's, and of an address's, may take together, unless quotas are off.
  package var userQuota = Quota.ofUser
  package var addressQuota = Quota.ofAddress
  package var quotas = Quota.Switch.on
  /// Publications of one connection that wait for the store at the same time.
  package var publicationsInFlight = 256
  /// How long a message may wait for its room while that is being restored, before its sender is told to try again.
  /// Seconds.
  package var publicationTimeout = 5
  /// Rooms one connection may be in.
  package var roomsPerClient = 100
  /// Requests that may wait while a connection's session is looked up.
  package var requestsBeforeWelcome = 32

  /// How long the store keeps a message. Seconds.
  package var backlogSeconds = BacklogLimits().seconds
  /// What a room keeps in memory to answer those who come and return: messages, and bytes of their frames.
  package var logMessages = 512
  package var logBytes = 262_144
  /// How many messages a room reads when it is first joined here.
  package var firstRead = 128
  /// Messages of one page when catching up.
  package var pageLimit = 500
  /// Messages of one `history` reply, and of a first join, at most; and when the client names no number.
  package var historyLimit = 200
  package var historyDefault = 50

  /// A room without members stays subscribed so long, so that a reconnect finds it warm. Seconds.
  package var roomLinger = 30
  /// A room in which nothing has been heard for three quarters of this, at least, is compared with the store. Seconds.
  package var quietCheck = 15
  /// A user whose connection broke counts as present for so long, so that a reconnect is no "left". Seconds.
  package var presenceGrace = 10
  /// Rooms with more members are told how many there are, not who comes and goes.
  package var presenceDetailLimit = 50
  /// Rooms with more members are not told who types.
  package var typingLimit = 200

  /// A session lives so long after its last use. Seconds.
  package var sessionLifetime = 86_400
  /// A session lives so long at most. Seconds.
  package var sessionAge = SessionRecord.longestLife
  /// Which tokens of an application's backend are taken, and whether people may come without one.
  package var tokens = TokenRules()
  package var guests = Guests.yes
  /// How often the server pings, told to clients. Seconds.
  package var pingSeconds = 25

  package init() {}
}
