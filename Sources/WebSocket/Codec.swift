/// One side of an open WebSocket connection, RFC 6455 from §5 to §8: bytes in, messages out; and the bytes that are to
/// be sent because of what came: pongs, the answer to a close, the close after a violation.
///
/// An idle codec is its few inline bytes: whatever is incomplete lives in an `Assembly`, which goes with the message.
/// A message that lies whole in the receive buffer is unmasked there and never copied.
///
///     var rest = received
///     while let event = codec.next(&rest) { … }
///     stream.write(codec.takeOutput())
///
/// Between two calls nothing of the codec is borrowed, so that an event's handler may close it. Frames that we send
/// are made by `FrameHeader` (server) or `frame(_:_:)` (either role).
package struct Codec: ~Copyable {
  package enum State: UInt8, Sendable {
    /// Messages go both ways.
    case open
    /// We sent a close frame and wait for the peer's; its messages are checked but not delivered any more.
    case closing
    /// Close frames went both ways, or the peer broke the protocol. What comes now is dropped.
    case closed
  }

  /// Pongs that one round may queue. A burst up to that is answered ping by ping; beyond, only the latest is, as
  /// RFC 6455 §5.5.3 allows: a read full of pings can't be turned into more output than this.
  package static let pongsPerRound = 16

  private var assembly: Assembly?
  private let limits: CodecLimits
  /// What is to be sent because of what came: at most `pongsPerRound` pongs and a close frame.
  package private(set) var output: [UInt8] = []
  private var keys: MaskKeys
  package let role: Role
  package private(set) var state = State.open
  /// Pongs in `output`, and the size of the last one's frame.
  private var pongs: UInt8 = 0
  private var lastPongSize: UInt8 = 0

  /// - Parameters:
  ///   - maskSeed: unpredictable, of the client's random source; a server needs none.
  package init(role: Role, limits: CodecLimits = CodecLimits(), maskSeed: UInt32 = 0) {
    self.role = role
    self.limits = limits
    keys = MaskKeys(seed: maskSeed)
  }

  /// Whether a frame or a message is incomplete, so that its time can be limited.
  package var isMidMessage: Bool { assembly.map { !$0.isIdle } ?? false }

  /// The output, which is the caller's to send now; to be taken after each round of events.
  package mutating func takeOutput() -> [UInt8] {
    guard !output.isEmpty else { return [] }
    pongs = 0
    lastPongSize = 0
    var taken: [UInt8] = []
    swap(&taken, &output)
    return taken
  }

  /// Finds all events in `bytes`. The handler must not touch the codec; where it may have to, use `next`.
  package mutating func receive(_ bytes: UnsafeMutableRawBufferPointer, _ handle: (borrowing Event) -> Void) {
    var rest = bytes
    while let event = next(&rest) { handle(event) }
  }

  /// The next event in `bytes`, which is shortened by what was dealt with; nil when all of it was. The bytes are
  /// unmasked in place.
  package mutating func next(_ bytes: inout UnsafeMutableRawBufferPointer) -> Event? {
    do throws(Violation) {
      return try advance(&bytes)
    } catch {
      return fail(error)
    }
  }

  private mutating func advance(_ bytes: inout UnsafeMutableRawBufferPointer) throws(Violation) -> Event? {
    while state != .closed {
      if let held = assembly {
        if held.isIdle {
          assembly = nil
        } else if held.frame != nil || held.header.count > 0 {
          guard try resume(held, &bytes) else { return nil }
          if let event = try endFrame(held) { return event }
          continue
        }
      }
      if bytes.isEmpty { return nil }
      let header = try FrameHeader.parse(UnsafeRawBufferPointer(bytes), for: role)
      if let header { try admit(header) }
      guard let header, header.isWhole, header.length <= bytes.count - header.size else {
        hold(header, &bytes)
        continue
      }
      let payload = bytes.take(header.length, after: header.size)
      let isASCII = Mask.apply(header.mask, to: payload)
      if let event = try take(header, UnsafeRawBufferPointer(payload), isASCII: isASCII) { return event }
    }
    bytes = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    return nil
  }

  /// Takes a frame that lies whole in the receive buffer.
  @inline(__always)
  private mutating func take(
    _ header: FrameHeader, _ payload: UnsafeRawBufferPointer, isASCII: Bool
  ) throws(Violation) -> Event? {
    if header.opcode.isControl { return try control(header.opcode, payload) }
    if header.isFinal, header.opcode != .continuation {
      if header.opcode == .text, !isASCII {
        var validator = TextValidator()
        guard validator.accept(payload), validator.isComplete else {
          throw Violation(.invalidData, "a text is not UTF-8")  // §8.1
        }
      }
      return message(header.opcode, payload)
    }
    let held = heldAssembly()
    held.beginData(header)
    try held.append(payload, isASCII: isASCII, bound: Int(limits.message))
    return header.isFinal ? try endMessage(held) : nil
  }

  private func message(_ opcode: Opcode, _ payload: UnsafeRawBufferPointer) -> Event? {
    guard state == .open else { return nil }
    return opcode == .text ? .text(payload) : .binary(payload)
  }

  private mutating func endMessage(_ held: Assembly) throws(Violation) -> Event? {
    let (opcode, payload) = try held.endMessage()
    return message(opcode, payload)
  }

  private mutating func heldAssembly() -> Assembly {
    if let assembly { return assembly }
    let new = Assembly()
    assembly = new
    return new
  }

  /// Checks a data frame against the message that it belongs to (§5.4) and against the limits, before its payload.
  @inline(__always)
  private func admit(_ header: FrameHeader) throws(Violation) {
    if header.opcode.isControl { return }
    let isContinuation = header.opcode == .continuation
    let isInMessage = assembly?.opcode != nil
    guard isContinuation == isInMessage else {
      throw Violation(.protocolError, isInMessage ? "a message begins within another" : "nothing is to be continued")
    }
    let held = isInMessage ? assembly?.message.count ?? 0 : 0
    guard header.length <= Int(limits.message) - held else { throw Violation(.tooBig, "the message is too big") }
    guard !isInMessage || assembly?.fragments ?? 0 < limits.fragments else {
      throw Violation(.tooBig, "the message has too many fragments")
    }
  }

  /// Keeps what there is of a frame that is cut off by the end of `bytes`.
  private mutating func hold(_ header: FrameHeader?, _ bytes: inout UnsafeMutableRawBufferPointer) {
    let held = heldAssembly()
    if let header, header.isWhole {
      _ = bytes.take(0, after: header.size)
      begin(header, in: held)
    } else {
      held.header.append(UnsafeRawBufferPointer(bytes.take(bytes.count, after: 0)), bound: FrameHeader.maximumSize)
    }
  }

  private func begin(_ header: FrameHeader, in held: Assembly) {
    held.frame = header
    held.received = 0
    if header.opcode.isControl { held.control.removeAll() } else { held.beginData(header) }
  }

  /// Goes on with a frame that came in pieces.
  /// - Returns: whether it is complete; otherwise all bytes are used up.
  private func resume(_ held: Assembly, _ bytes: inout UnsafeMutableRawBufferPointer) throws(Violation) -> Bool {
    while held.frame == nil {
      if bytes.isEmpty { return false }
      held.header.append(UnsafeRawBufferPointer(bytes.take(1, after: 0)), bound: FrameHeader.maximumSize)
      guard let header = try FrameHeader.parse(held.header.bytes, for: role) else { continue }
      try admit(header)
      if header.isWhole {
        held.header.removeAll()
        begin(header, in: held)
      }
    }
    return try takePayload(held, &bytes)
  }

  private func takePayload(_ held: Assembly, _ bytes: inout UnsafeMutableRawBufferPointer) throws(Violation) -> Bool {
    guard let frame = held.frame else { return false }
    let left = frame.length - held.received
    let payload = bytes.take(min(left, bytes.count), after: 0)
    let isASCII = Mask.apply(frame.mask, to: payload, offset: held.received)
    held.received += payload.count
    if frame.opcode.isControl {
      held.control.append(UnsafeRawBufferPointer(payload), bound: FrameHeader.controlLimit)
    } else {
      try held.append(UnsafeRawBufferPointer(payload), isASCII: isASCII, bound: Int(limits.message))
    }
    return payload.count == left
  }

  private mutating func endFrame(_ held: Assembly) throws(Violation) -> Event? {
    guard let frame = held.frame else { return nil }
    held.frame = nil
    if frame.opcode.isControl { return try control(frame.opcode, held.control.bytes) }
    return frame.isFinal ? try endMessage(held) : nil
  }
}

// MARK: Control frames

extension Codec {
  private mutating func control(_ opcode: Opcode, _ payload: UnsafeRawBufferPointer) throws(Violation) -> Event? {
    switch opcode {
    case .ping:
      // §5.5.3: an answer as soon as is practical, but after our close nothing is to be sent.
      guard state == .open else { return nil }
      queuePong(payload)
      return .ping(payload)
    case .pong: return .pong(payload)
    default: return try peerClosed(payload)
    }
  }

  private mutating func queuePong(_ payload: UnsafeRawBufferPointer) {
    if pongs == Self.pongsPerRound { output.removeLast(Int(lastPongSize)) } else { pongs += 1 }
    let start = output.count
    queue(.pong, payload)
    lastPongSize = UInt8(truncatingIfNeeded: output.count - start)
  }

  /// §5.5.1 and §7.1.5: checks the close frame and answers with its code, unless it is itself the answer to ours.
  private mutating func peerClosed(_ payload: UnsafeRawBufferPointer) throws(Violation) -> Event {
    guard payload.count != 1 else { throw Violation(.protocolError, "a close frame has half a code") }
    guard payload.count >= 2 else {
      endWith(CloseFrame.payload(nil))
      return .closed(.noStatus, reason: UnsafeRawBufferPointer(start: nil, count: 0))
    }
    let code = CloseCode(rawValue: UInt16(bigEndian: payload.loadUnaligned(as: UInt16.self)))
    guard code.isSendable else { throw Violation(.protocolError, "a close code is not to be sent") }  // §7.4
    let reason = UnsafeRawBufferPointer(rebasing: payload[2...])
    var validator = TextValidator()
    guard validator.accept(reason), validator.isComplete else {
      throw Violation(.invalidData, "a close reason is not UTF-8")  // §5.5.1
    }
    endWith(CloseFrame.payload(code))
    return .closed(code, reason: reason)
  }

  private mutating func fail(_ violation: Violation) -> Event {
    endWith(CloseFrame.payload(violation.code, reason: violation.reason.description))
    assembly = nil
    return .failed(violation)
  }

  /// The last frame out, unless our close has gone already.
  private mutating func endWith(_ payload: [UInt8]) {
    if state == .open { payload.withUnsafeBytes { queue(.close, $0) } }
    state = .closed
  }

  private mutating func queue(_ opcode: Opcode, _ payload: UnsafeRawBufferPointer) {
    var bytes: [UInt8] = []
    swap(&bytes, &output)
    append(opcode, payload, to: &bytes)
    swap(&bytes, &output)
  }

  /// Begins the closing handshake (§7.1.2).
  /// - Parameter reason: cut to the 123 bytes that fit.
  /// - Returns: what is now to be sent, with what was still in the output; after it no other frame may be. Empty when
  ///   the connection is closing or closed already.
  package mutating func close(_ code: CloseCode, _ reason: String = "") -> [UInt8] {
    guard state == .open else { return [] }
    endWith(CloseFrame.payload(code, reason: reason))
    state = .closing
    return takeOutput()
  }
}

// MARK: Frames to send

extension Codec {
  /// A whole frame of ours, masked when we are the client.
  package mutating func frame(_ opcode: Opcode, _ payload: UnsafeRawBufferPointer, isFinal: Bool = true) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(FrameHeader.maximumSize + payload.count)
    append(opcode, payload, isFinal: isFinal, to: &bytes)
    return bytes
  }

  /// A whole frame of ours, masked when we are the client.
  package mutating func frame(_ opcode: Opcode, _ payload: [UInt8], isFinal: Bool = true) -> [UInt8] {
    payload.withUnsafeBytes { frame(opcode, $0, isFinal: isFinal) }
  }

  /// Appends a whole frame of ours, masked when we are the client.
  package mutating func append(
    _ opcode: Opcode, _ payload: UnsafeRawBufferPointer, isFinal: Bool = true, to bytes: inout [UInt8]
  ) {
    guard role == .server else {
      return FrameHeader.appendMasked(opcode, payload, key: keys.next(), isFinal: isFinal, to: &bytes)
    }
    FrameHeader.append(opcode, length: payload.count, isFinal: isFinal, maskBit: 0, to: &bytes)
    bytes.append(contentsOf: payload)
  }
}

extension UnsafeMutableRawBufferPointer {
  /// Takes `count` bytes off the front, after leaving out `skipped`; both lie within.
  @inline(__always)
  fileprivate mutating func take(_ count: Int, after skipped: Int) -> UnsafeMutableRawBufferPointer {
    let taken = UnsafeMutableRawBufferPointer(rebasing: self[skipped..<skipped + count])
    self = UnsafeMutableRawBufferPointer(rebasing: self[(skipped + count)...])
    return taken
  }
}
