/// Reads frames out of bytes as they come. After an error every further call throws the same: the other side is to be given up.
package struct CallFrameDecoder: Sendable {
  package enum Mistake: Error, Equatable {
    case tooLong
    case malformed
  }

  private let longest: Int
  private var bytes: [UInt8] = []
  /// How many of `bytes` have been read.
  private var read = 0
  private var mistake: Mistake?

  package init(longest: Int = CallFrame.longest) { self.longest = longest }

  /// Adds bytes that came. Call `next` until it returns nil before adding more: that bounds what is held to one frame and one
  /// read.
  package mutating func append(_ more: UnsafeRawBufferPointer) {
    bytes.removeFirst(read)
    read = 0
    bytes.append(contentsOf: more)
  }

  /// The next frame; nil when more bytes are needed for it.
  package mutating func next() throws(Mistake) -> CallFrame? {
    if let mistake { throw mistake }
    guard let length = number(at: 0) else { return nil }
    guard length >= CallFrame.headSize else { throw refuse(.malformed) }
    guard length <= longest else { throw refuse(.tooLong) }
    let end = read + CallFrame.lengthSize + Int(length)
    guard bytes.count >= end, let call = number(at: CallFrame.lengthSize + 1) else { return nil }
    guard let kind = CallFrame.Kind(rawValue: bytes[read + CallFrame.lengthSize]) else { throw refuse(.malformed) }
    let rest = Array(bytes[(read + CallFrame.lengthSize + CallFrame.headSize)..<end])
    read = end
    return CallFrame(kind, of: call, rest)
  }

  private mutating func refuse(_ mistake: Mistake) -> Mistake {
    self.mistake = mistake
    bytes = []
    read = 0
    return mistake
  }

  private func number(at offset: Int) -> UInt32? {
    let start = read + offset
    guard bytes.count >= start + 4 else { return nil }
    return bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
