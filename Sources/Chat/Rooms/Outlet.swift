import Bytes

/// One client's way out, whatever carries it. What is delivered arrives in order, or the outlet closes.
package protocol Outlet: AnyObject {
  /// Hands over one or more whole objects, framed by the hub's `Framing`.
  func deliver(_ frames: ByteSlice)
  /// Closes after what was delivered.
  /// - Parameter code: one of the protocol's close codes.
  func close(_ code: UInt16, reason: String)
  /// Bytes delivered that have not left yet.
  var waitingBytes: Int { get }
  /// Whether it lasts until somebody closes it, so that its client can be asked to open another one.
  var lasts: Bool { get }
  /// Whether what has been delivered is so much that other rooms had better wait for the client to come again.
  var hasEnough: Bool { get }
}

extension Outlet {
  package var lasts: Bool { true }
  package var hasEnough: Bool { false }
}
