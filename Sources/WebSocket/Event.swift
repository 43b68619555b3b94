/// What a `Codec` found. The bytes lie in the receive buffer or in the codec's own: they are valid until the next call
/// of the codec's `next`, and what is to be kept must be copied.
package enum Event {
  /// A whole text message, valid UTF-8.
  case text(UnsafeRawBufferPointer)
  /// A whole binary message.
  case binary(UnsafeRawBufferPointer)
  /// A ping; it is answered by the codec, and told so that a flood can be counted.
  case ping(UnsafeRawBufferPointer)
  /// A pong, asked for or not (RFC 6455 §5.5.3).
  case pong(UnsafeRawBufferPointer)
  /// The peer closed, or answered our close; the last event. `.noStatus` when it gave no code. The server now closes
  /// the connection once the output is sent, the client waits for the server to do it (§7.1.1).
  case closed(CloseCode, reason: UnsafeRawBufferPointer)
  /// The peer broke the protocol; the last event. The output holds the close frame that says so, after which the
  /// connection is closed (§7.1.7).
  case failed(Violation)
}
