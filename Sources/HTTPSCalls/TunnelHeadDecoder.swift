/// Reads the head that a client of the tunnel begins with out of bytes as they come, however they are cut. After an error every
/// further call throws the same.
package struct TunnelHeadDecoder: Sendable {
  package enum Mistake: Error, Equatable {
    case tooLong
    /// No CONNECT, or none that is clear.
    case malformed
  }

  private static let end = Array("\r\n\r\n".utf8)

  private let longest: Int
  private var bytes: [UInt8] = []
  /// How many of `bytes` do not end a head.
  private var searched = 0
  private var mistake: Mistake?

  /// - Parameter longest: of a head with the empty line at its end, in bytes.
  package init(longest: Int = 4 << 10) { self.longest = longest }

  /// Adds bytes that came. Call `next` before adding more: that bounds what is held to a head and one read.
  package mutating func append(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }

  /// The head; nil when more bytes are needed for it.
  package mutating func next() throws(Mistake) -> TunnelHead? {
    if let mistake { throw mistake }
    guard let end = endOfHead() else {
      if bytes.count >= longest { throw refuse(.tooLong) }
      return nil
    }
    let text = String(decoding: bytes[..<(end - Self.end.count)], as: UTF8.self)
    guard let head = TunnelHead(text) else { throw refuse(.malformed) }
    bytes.removeFirst(end)
    searched = 0
    return head
  }

  /// What came behind the head.
  package mutating func takeRemainder() -> [UInt8] {
    defer { (bytes, searched) = ([], 0) }
    return bytes
  }

  private mutating func endOfHead() -> Int? {
    while searched < min(bytes.count, longest) {
      searched += 1
      guard bytes[searched - 1] == UInt8(ascii: "\n") else { continue }
      if bytes[..<searched].suffix(Self.end.count).elementsEqual(Self.end) { return searched }
    }
    return nil
  }

  private mutating func refuse(_ mistake: Mistake) -> Mistake {
    self.mistake = mistake
    (bytes, searched) = ([], 0)
    return mistake
  }
}
