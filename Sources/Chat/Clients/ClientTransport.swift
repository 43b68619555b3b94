import Base
import WebSocket

/// What carries events to one client: a WebSocket or a poll. What is delivered arrives in order, or the transport closes.
package protocol ClientTransport: AnyObject {
  /// Hands over one or more events, as `EventFrames` lays them out.
  func deliver(_ frames: ByteSlice)
  /// One of the client's requests is done with: its reply has been delivered, or silence is the reply.
  func answered()
  /// Closes after what was delivered.
  func close(_ code: CloseCode, reason: String)
  /// Backpressure: how many bytes may be delivered now; 0 when enough already waits for a client that reads slowly. A
  /// client that catches up gets no more than this at once, though one message at least; typing and presence are
  /// delivered only while it is not 0.
  var spareBytes: Int { get }
  /// What was delivered and has not been taken yet: bytes. For operators.
  var waitingBytes: Int { get }
  /// Whether it lasts until somebody closes it, so that its client can be asked to open another one.
  var lasts: Bool { get }
}

extension ClientTransport {
  package func answered() {}
  package var lasts: Bool { true }
  package var waitingBytes: Int { 0 }
}
