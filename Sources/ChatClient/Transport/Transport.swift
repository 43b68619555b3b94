import Base
import ChatProtocol
import JSON
import NetClient
import WebSocket

/// How the protocol's objects travel between one participant and one instance. The rest of the client does not know
/// which way it is: WebSocket, or long-polling where that is blocked.
///
/// Used once: opened, and over when `transport(_:ended:)` was told.
package protocol Transport: AnyObject {
  /// Whom it tells; not owned. Set before `open`, `nil` for one that shall not hear any more.
  var observer: (any TransportObserver)? { get set }

  /// Begins to connect.
  func open()

  /// Sends one object, in order. Nothing happens before `transportOpened` and after the end.
  func send(_ json: [UInt8])

  /// Asks the other side for a sign of life.
  func probe()

  /// Ends the connection in an orderly way, after what was sent.
  func close(_ code: CloseCode)

  /// Drops the connection at once. The observer hears nothing any more.
  func abandon()
}

/// What a transport tells its owner, always from the loop, never from within one of its own methods.
package protocol TransportObserver: AnyObject {
  /// Objects can be sent now.
  func transportOpened(_ transport: any Transport)
  /// Something came, if only a sign of life.
  func transportHeard(_ transport: any Transport)
  /// An object came.
  func transport(_ transport: any Transport, received object: JSONObject)
  /// It is over: exactly once, and the last call.
  func transport(_ transport: any Transport, ended end: ConnectionEnd)
}

extension ConnectionEnd {
  /// Whether to try again. Not where the server has said that it would be no use.
  package var mayReconnect: Bool {
    switch self {
    case .closed(let code, _): code.reconnect != .never
    // What a balancer or a server says in passing: too slow, too early, too many, or anything of its own.
    case .refused(let status): status >= 500 || [408, 425, 429].contains(status)
    case .failed, .silent: true
    }
  }

  /// How long to stay away at least.
  var leastWait: TimeSpan {
    if case .closed(let code, _) = self, code.reconnect == .later { ChatCloseCode.laterDelay } else { .zero }
  }
}
