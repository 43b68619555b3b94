import Base
import Broker
import RedisClient

/// What calls are written with besides what they ask.
final class CallContext {
  let keys: RedisKeys
  let words: StoreWords
  let retention: Retention
  /// This instance's name as it stands in presence.
  let holder: String
  /// How long a presence hold lasts: milliseconds.
  let presenceLifetime: Int
  /// Of the primary that the call goes to.
  var replicationID = ""
  /// Whether memory is spared there.
  var isStoreFilling = false
  private var epochs = EpochWords()

  init(_ configuration: RedisBrokerConfiguration) {
    let isCluster = configuration.redis.server.isOfCluster
    keys = isCluster ? .ofCluster : .ofOneServer
    words = isCluster ? .ofCluster : .ofOneServer
    retention = Retention(configuration)
    holder = PlainWord.encode(configuration.instance)
    presenceLifetime = max(1, configuration.presenceLifetime) * 1_000
  }

  /// A name for a history, in case the room has none.
  func makeEpoch() -> String { epochs.next() }
}

/// What one Redis and a cluster call otherwise: in a cluster a room's channel belongs to the node that has the room, so that
/// what is said there costs no other node anything.
struct StoreWords {
  let publish: StaticString
  let countFollowers: StaticString

  static let ofOneServer = StoreWords(publish: "PUBLISH", countFollowers: "NUMSUB")
  static let ofCluster = StoreWords(publish: "SPUBLISH", countFollowers: "SHARDNUMSUB")
}

/// How long things are kept, as the scripts want to hear it.
struct Retention {
  let messages: String
  /// How long a room's messages and its being listed are kept, as configured.
  let seconds: Int
  /// Longer than asked for by the time after which expiries are renewed, so that nothing expires early.
  let backlogSeconds: String
  let epochSeconds: String
  let requestSeconds = String(Publication.idLifetime)
  let sparingRequestSeconds = String(Publication.shortIDLifetime)
  /// Expiries are renewed when they are older than this, not on every message: milliseconds.
  let renewal: String
  let emptyRoomSeconds: String

  init(_ configuration: RedisBrokerConfiguration) {
    let limits = configuration.limits
    messages = String(limits.messages)
    seconds = limits.seconds
    let renewal = min(3_600, limits.seconds / 10)
    backlogSeconds = String(limits.seconds.addingReportingOverflow(renewal + 1).partialValue)
    self.renewal = String(max(100, renewal * 1_000))
    epochSeconds = String(limits.epochSeconds)
    emptyRoomSeconds = String(max(1, configuration.emptyRoomSeconds))
  }
}
