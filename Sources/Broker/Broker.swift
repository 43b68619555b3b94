import ChatProtocol

/// What all instances of a fleet share: the backlog of each room, the way messages travel between instances, sessions,
/// presence, which rooms there are, and the fleet's switches. `MemoryBroker` keeps it in this process, for one instance
/// alone; `RedisBroker` keeps it in Redis.
///
/// # What a broker guarantees
///
/// 1. A publication is answered with success only after it is stored with its place in the room's order, and after as
///    many replicas have it as the store is configured to wait for. It may be broadcast before that.
/// 2. A room's seqs are 1, 2, 3 … without a hole within an epoch, in the order in which the publications were stored.
///    Two publications of one instance to one room are stored in the order in which they were handed over, unless one
///    fails.
/// 3. The same request id from the same author to the same room is stored once within `Publication.idLifetime`,
///    or `Publication.shortIDLifetime` where the store was filling up (what is put back aside); each repeat is answered
///    with the first one's receipt and `isDuplicate`. The same id with other content is refused.
/// 4. After `Subscribe` was answered, each message stored in the room reaches `BrokerEvents.broker(received:in:)` *at
///    most once*, in the room's order, but can be missing: the receiver sees a hole in the seqs and reads it with
///    `Synchronize`. Whenever messages may have gone missing with nothing following them,
///    `brokerMayHaveMissedMessages` is called, for all rooms or for one.
/// 5. A failure means that the outcome is unknown, unless it says otherwise: repeat with the same id.
/// 6. What can't be had any more is said (`SyncVerdict`), never left out in silence.
/// 7. A store that failed over or was replaced is told apart from the one before it at the first look, whether or not
///    anything was stored since: `Synchronize` names its epoch and generation, and `Publish` refuses what was meant for
///    another history (`.stale`). So nothing new gets in before those who know more have put back what was forgotten.
///
/// Replies and events come on the loop's thread, as if at the beginning of a turn: never before `perform` returns, nor
/// within another reply or event. Each call is answered exactly once.
package protocol Broker: AnyObject {
  /// Does what is asked, and hands over the reply later.
  func perform<Call: BrokerCall>(_ call: Call, reply: @escaping Call.Completion)
  /// Ends `Subscribe`. What arrives of the room is not told any more.
  func unsubscribe(from room: RoomName)
  /// Tells that somebody is typing to the room's followers, this instance among them. May be lost.
  func announce(_ typing: Typing, in room: RoomName)
  /// Tells all instances, this one among them, who has taken much here (`FleetEvent.usage`). May be lost; nothing is stored.
  func announce(_ report: UsageReport)
  /// Tells all instances, this one among them, how this one is (`FleetEvent.instance`). May be lost; nothing is stored.
  func announce(_ report: InstanceReport)

  /// Where what arrives goes. Set once, before the first subscription.
  var events: (any BrokerEvents)? { get set }
  /// Whether messages flow at this moment, proven by a round trip.
  var condition: BrokerCondition { get }
  /// Why nothing new would be stored at this moment, although what is stored can be read and followed: the store is full,
  /// or its disk fails. `nil` when it would be. For operators.
  var writeRefusal: String? { get }
  /// Whether what others tell arrives, as far as is known: `false` from when the subscriptions are lost until
  /// `brokerMayHaveMissedMessages`. Meanwhile the end of a session may go unheard.
  var isListening: Bool { get }
  /// Whether the part of the store that has a room answers at this moment, as far as is known. `true` where it has no parts:
  /// then there is nobody whom a silent one could hold up for nothing.
  func isAnswering(in room: RoomName) -> Bool
  /// What proves that messages flow; `nil` where nothing is between those who send and those who receive.
  var deliveryProof: DeliveryProof? { get }
  /// How much of the store is taken, as last heard; `nil` where it has no limit.
  var space: StoreSpace? { get }
  /// The same of the part of the store in which a room is; `space` is the fullest one's.
  func space(of room: RoomName) -> StoreSpace?
}

extension Broker {
  package var writeRefusal: String? { space?.refusal }
  package var deliveryProof: DeliveryProof? { nil }
  package var space: StoreSpace? { nil }
  package func space(of room: RoomName) -> StoreSpace? { space }
  package var isListening: Bool { true }
  package func isAnswering(in room: RoomName) -> Bool { true }
}

/// Whether a broker can be relied on at this moment.
package enum BrokerCondition: Equatable, Sendable {
  /// Commands are answered, and what is published arrives.
  case delivering
  /// Some rooms are out of everybody's reach, since a part of the store is down; all else is well.
  case partial(reason: String)
  /// Not yet, or not any more; `reason` is for operators.
  case impaired(reason: String)

  /// Whether nothing would be better on another instance.
  package var isServing: Bool {
    switch self {
    case .delivering, .partial: true
    case .impaired: false
    }
  }
}

/// Why a broker did not do what it was asked.
package enum BrokerFailure: Error, Equatable, Sendable {
  /// Out of reach, starting, failing over, or too slow: whether it was done is unknown. `reason` is for the log.
  case unavailable(reason: String)
  /// Full: nothing was stored.
  case full
  /// The request id was used before for another content: nothing was stored.
  case conflict
  /// The room is not, or not any more, the one that was known: nothing was stored. `Synchronize` tells what it is now.
  case stale
  /// The room has another policy than the publication was judged by: nothing was stored. `ReadPolicy` tells it.
  case otherPolicy
  /// The room's policy forbids it, or not before so many milliseconds are over: nothing was stored.
  case forbidden
  case tooSoon(wait: Int)
}

/// What a broker tells without having been asked.
package protocol BrokerEvents: AnyObject {
  /// A message stored in a subscribed room, by this instance or another.
  func broker(received message: BroadcastMessage, in room: RoomName)
  /// Typing or presence in a subscribed room. May be lost.
  func broker(received ephemeral: Ephemeral, in room: RoomName)
  /// What concerns the whole fleet. May be lost; the state behind it can be asked for.
  func broker(received event: FleetEvent)
  /// The subscriptions stand, for the first time or again after an interruption: any room may have missed messages, and
  /// fleet events may have been missed.
  func brokerMayHaveMissedMessages()
  /// The same for one room alone.
  func brokerMayHaveMissedMessages(in room: RoomName)
}

extension BrokerEvents {
  package func brokerMayHaveMissedMessages(in room: RoomName) { brokerMayHaveMissedMessages() }
}
