/// What a stream tells its owner. Every call comes on the loop's thread, from within a turn; each may write to, close or
/// abort any stream, this one included.
package protocol StreamHandler: AnyObject {
  /// Bytes came. They lie in the loop's one receive buffer: valid, and free to be changed, until this returns.
  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer)

  /// The peer will send no more (it shut its writing half). Unless implemented, what is in the outbox is still sent and
  /// then the stream closes. Not called when this side had ended its writing before: that is the end of both, told as
  /// `closed` with the reason `peer`.
  func streamEndedReading(_ stream: Stream)

  /// The stream is gone: called exactly once, as the last call, at the end of the turn in which it happened, so never
  /// from within `close` itself.
  func stream(_ stream: Stream, closed reason: CloseReason)

  /// An outgoing stream is connected.
  func streamConnected(_ stream: Stream)

  /// The outbox became empty after the kernel had refused a part of it.
  func streamDrained(_ stream: Stream)
}

extension StreamHandler {
  package func streamEndedReading(_ stream: Stream) { stream.closeAfterFlush() }
  package func streamConnected(_ stream: Stream) {}
  package func streamDrained(_ stream: Stream) {}
}
