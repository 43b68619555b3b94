import EventLoop
import NetClient

/// Where a participant is with its connections. Each transition is one method of `Participant+Connections`.
///
///     idle ─start→ connecting ─welcome→ online ─reconnect→ moveDue ─time→ moving ─all rooms→ online
///                      ↑                   │ lost            │ lost          │ old lost → online/connecting
///                      └────── time ── waiting ←─────────────┘               └ new lost → moveDue
///     any ─stop or a refusal for good→ (leaving →) ended
enum ConnectionPhase {
  case idle
  /// The only connection is being made, or has not been welcomed.
  case connecting(Connection)
  case online(Connection)
  /// The server asked for a move within a window; the timer fires somewhere in it.
  case moveDue(Connection, Timer)
  /// A second connection is being made, joins the rooms, and takes over when it is in all of them.
  case moving(from: Connection, to: Connection)
  /// Nothing is connected; the timer fires when the next attempt is due.
  case waiting(Timer, ConnectionEnd)
  /// Told to stop: closing.
  case leaving(Connection)
  case ended(ParticipantEnd)

  /// The connection on which is sent.
  var main: Connection? {
    switch self {
    case .online(let connection), .moveDue(let connection, _), .moving(from: let connection, to: _): connection
    case .idle, .connecting, .waiting, .leaving, .ended: nil
    }
  }

  /// Where new requests about rooms go: the newest connection that was welcomed.
  var newest: Connection? {
    if case .moving(_, let to) = self, to.isWelcomed { return to }
    return main
  }

  /// All connections that are not replaced yet.
  var connections: [Connection] {
    switch self {
    case .idle, .waiting, .ended: []
    case .connecting(let one), .online(let one), .moveDue(let one, _), .leaving(let one): [one]
    case .moving(let from, let to): [from, to]
    }
  }

  /// What it comes to for the application.
  var state: ParticipantState {
    switch self {
    case .idle: .idle
    case .connecting: .connecting
    case .online, .moveDue, .moving, .leaving: .online
    case .waiting(_, let end): .waiting(end)
    case .ended(let end): .ended(end)
    }
  }
}
