import ChatProtocol
import NetClient

/// What a participant tells its application.
package enum ParticipantEvent {
  /// It got on, or lost its connection, or is at its end. A move to another instance is no change.
  case state(ParticipantState)
  /// It is in the room: all that was missed has been asked for, and what is said from now on comes by itself.
  /// - room: as it was joined; `canonical`: as messages call it.
  case joined(room: String, canonical: String, count: Int, with: User?)
  /// The room can't be joined, for good; or not joined again, after a reconnection.
  case roomRefused(room: String, ServerRefusal)
  /// It may not be in the room any more, and is not: the change of the policy that says so was told before. The room is not
  /// joined again by itself. What waits to be sent there is `refused`.
  case removed(room: String)
  /// A message, each once and in the room's order; one's own too.
  case message(RoomMessage)
  /// What may be done in the room has changed: each change once, and in order with the messages.
  case policy(RoomPolicyChange)
  /// Something that has a place in a room's order, as it came: messages and changes of the policy (told by `message` and
  /// `policy` as well, unless they were before), edits, deletions, reactions, and what a newer server may have besides. Each place once and in order, so that a program
  /// that keeps a copy of a room keeps all of it.
  case stored(StoredEvent)
  /// One's own message is stored, or one's change of a room's policy.
  case sent(SentMessage)
  /// One's own message or change was refused for good, and is not in the outbox any more.
  case refused(id: String, room: String, ServerRefusal)
  /// Messages that can't be had any more.
  case gap(Gap)
  /// The store forgot what lay behind `position`, and the fleet is putting it back: it is `stored` again, at new places.
  case rewound(room: String, position: String)
  case presence(PresenceChange)
  case typing(room: String, User)
  /// Somebody has written in a direct room that is not joined: `join("@" + with.name)` brings it. After a reconnection, and
  /// when polling now and then, it is told of all of them.
  case direct(room: String, with: User)
  /// Another of the user's connections has read a room, or marked something there as unread.
  case read(RoomReadMark)
  /// Somebody has reported a message in a room that one leads.
  case report(RoomReport)
  /// What was reported of the message there needs nobody's attention any more.
  case resolved(room: String, position: String)
  /// Another device has come in by a code of the user's; it may be told more than once.
  case deviceAdded(id: String, time: Int64)
  case maintenance(isOn: Bool, message: String)
}

/// What a participant's connection is like, as far as an application cares.
package enum ParticipantState: Equatable, Sendable {
  /// Not started.
  case idle
  case connecting
  /// Known to the server.
  case online
  /// Cut off; it tries again by itself. What is sent now waits.
  case waiting(ConnectionEnd)
  /// At its end, and not to be started again.
  case ended(ParticipantEnd)

  package var isEnded: Bool { if case .ended = self { true } else { false } }
}

/// Why a participant does not go on.
package enum ParticipantEnd: Equatable, Sendable, CustomStringConvertible {
  /// It was told to stop.
  case stopped
  /// The server refused its hello: `name_taken`, `bad_request`, `unauthorized` …
  case refused(ServerRefusal)
  /// The connection ended in a way that rules out another one.
  case closed(ConnectionEnd)

  package var description: String {
    switch self {
    case .stopped: "stopped"
    case .refused(let refusal): "refused (\(refusal))"
    case .closed(let end): end.description
    }
  }
}

/// What has happened to a participant.
package struct ParticipantCounters: Equatable, Sendable {
  /// Connections that were begun, and how many of them got on.
  package var attempts = 0
  package var connections = 0
  /// Connections lost without notice, and moves that the server asked for.
  package var losses = 0
  package var moves = 0
  package var messagesShown = 0
  /// Messages that came again on the connection that counts, and were not shown again.
  package var messagesDoubled = 0
  /// Messages of a connection that does not count any more.
  package var messagesForeign = 0
  /// Times that something was missing and had to be asked for.
  package var holes = 0
  package var gaps = 0
  package var rewinds = 0
  package var sent = 0
  package var resent = 0
  package var refused = 0
}
