/// What a codec holds while a frame or a message is incomplete; between messages there is none.
final class Assembly {
  /// The bytes of a header that is not complete.
  let header = PayloadBuffer()
  /// The frame whose payload is coming in, with how much of it has come.
  var frame: FrameHeader?
  var received = 0

  /// The kind of the message whose frames are coming in, nil between messages.
  var opcode: Opcode?
  /// The message's frames so far but for the first.
  private(set) var fragments: UInt32 = 0
  let message = PayloadBuffer()
  private var validator = TextValidator()

  /// The payload of a control frame that came in pieces.
  let control = PayloadBuffer()

  /// Whether nothing is incomplete, so that this can go.
  var isIdle: Bool { opcode == nil && frame == nil && header.count == 0 }

  /// Begins a data frame that the codec has admitted.
  func beginData(_ frame: FrameHeader) {
    if frame.opcode == .continuation { fragments += 1 } else { opcode = frame.opcode }
  }

  /// Adds unmasked payload of the message.
  /// - Parameter isASCII: whether it is known to be plain ASCII.
  func append(_ payload: UnsafeRawBufferPointer, isASCII: Bool, bound: Int) throws(Violation) {
    if opcode == .text, !(isASCII && validator.isComplete), !validator.accept(payload) {
      throw Violation(.invalidData, "a text is not UTF-8")  // RFC 6455 §8.1
    }
    message.append(payload, bound: bound)
  }

  /// Ends the message; its bytes stay until the next frame.
  func endMessage() throws(Violation) -> (Opcode, UnsafeRawBufferPointer) {
    guard validator.isComplete else { throw Violation(.invalidData, "a text is not UTF-8") }
    let kind = opcode ?? .binary
    opcode = nil
    return (kind, message.bytes)
  }
}
