/// How much of a message is taken. Checked on each frame's header, before a byte of its payload is held.
package struct CodecLimits: Sendable, Equatable {
  /// Bytes of a whole message; beyond: 1009.
  package let message: UInt32
  /// Continuation frames of a whole message; beyond: 1009. Empty ones cost time too.
  package let fragments: UInt32

  package init(message: UInt32 = 64 * 1024, fragments: UInt32 = 64) {
    self.message = message
    self.fragments = fragments
  }
}
