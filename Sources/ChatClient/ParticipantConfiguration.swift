import Base
import ChatProtocol

/// Who takes part, where, and within what limits.
package struct ParticipantConfiguration {
  package var address: ChatAddress
  /// Under what name. Not needed with a session, a token or a key.
  package var name: String?
  /// The token of a session that exists already.
  package var session: String?
  /// By which a first hello is known again when its answer was lost: 32–64 characters of a–z, A–Z, 0–9, _ and -. Who keeps
  /// it can be killed in the middle, and is the same user when it is started again within ten minutes. Made up when absent.
  package var secret: String?
  /// Brings a token that the application's backend has signed, or `nil` when none can be had now: then it comes without a
  /// name. Asked once at a time, when there is no session, when that is about to end, and after a refusal; with a pause between
  /// two connections that fail. To be answered on the reactor's thread, with a new token each time.
  package var token: ((_ completion: @escaping (String?) -> Void) -> Void)?
  /// An operator's key for a program (`tchatter bots add`), under whose name it comes, as a bot and always as the same user.
  /// To be kept secret.
  package var key: String?
  /// What it says it is without a key: servers until 0.5.0 mark it as such, later ones only whoever has one.
  package var kind = User.Kind.bot

  /// The only way to the server that may be taken; `nil`: WebSocket, and long-polling where that is blocked.
  package var transport: TransportKind?
  /// How long to poll before WebSocket is tried again.
  package var pollingSpan: TimeSpan = .seconds(180)

  /// Messages that may wait for their acknowledgement, and bytes of their texts.
  package var outboxMessages = 1_000
  package var outboxBytes = 4 << 20
  /// Messages that may be on their way at the same time. With one, the room gets them in the order in which they were
  /// written, whatever is refused, lost or sent again; with more, a refusal for the moment can let later ones pass.
  package var messagesInFlight = 1
  /// Per room, how many of the newest messages are remembered so that they are known when they return after a failover.
  package var memory = 1_000

  /// How long an answer may take before the connection is given up. Longer than a failover of the store.
  package var timeout: TimeSpan = .seconds(10)
  /// How long a replaced connection may still take to answer what was sent on it.
  package var drain: TimeSpan = .seconds(3)
  /// How long without any sign of life before the server is asked for one; as long again, and the connection is given
  /// up. `nil`: the ping interval that the server tells.
  package var silence: TimeSpan?

  package init(address: ChatAddress, name: String? = nil, session: String? = nil) {
    self.address = address
    self.name = name
    self.session = session
  }
}
