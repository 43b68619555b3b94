/// One reply of Redis, flat: its parts in the order in which they came, an array before its elements.
final class ReplyTokens {
  enum Kind: UInt8 { case bytes, error, integer, array, nothing }

  struct Token {
    let kind: Kind
    /// Where the bytes begin.
    let start: Int
    /// The number of bytes or elements, or the integer.
    let value: Int64
  }

  private(set) var tokens: [Token] = []
  private var storage: UnsafeMutableRawBufferPointer = .allocate(byteCount: 16 * 1024, alignment: 16)
  private var used = 0
  /// Whether the reply is whole: what comes next begins another one.
  var isComplete = false

  /// A buffer that one long reply made larger than this is given back.
  private static let keptSize = 1 << 20

  init() { tokens.reserveCapacity(64) }

  deinit { storage.deallocate() }

  func removeAll() {
    tokens.removeAll(keepingCapacity: tokens.capacity <= 16 * 1024)
    used = 0
    isComplete = false
    guard storage.count > Self.keptSize else { return }
    storage.deallocate()
    storage = .allocate(byteCount: 16 * 1024, alignment: 16)
  }

  func append(_ kind: Kind, _ value: Int64) { tokens.append(Token(kind: kind, start: 0, value: value)) }

  func append(_ kind: Kind, _ bytes: UnsafeRawBufferPointer) {
    if storage.count - used < bytes.count { grow(by: bytes.count) }
    if let target = storage.baseAddress, let source = bytes.baseAddress {
      (target + used).copyMemory(from: source, byteCount: bytes.count)
    }
    tokens.append(Token(kind: kind, start: used, value: Int64(bytes.count)))
    used += bytes.count
  }

  private func grow(by count: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(storage.count * 2, used + count), alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[..<used]))
    storage.deallocate()
    storage = larger
  }

  func bytes(of token: Token) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: storage[token.start..<token.start + Int(token.value)])
  }
}

/// Walks through a reply. Each step says what it expects and gets `nil` for anything else, so that no reply can trap.
///
/// Valid, with the bytes it hands out, until the reader reads the next reply.
struct ReplyCursor {
  private let tokens: ReplyTokens
  private var index = 0

  init(_ tokens: ReplyTokens) { self.tokens = tokens }

  private var token: ReplyTokens.Token? { index < tokens.tokens.count ? tokens.tokens[index] : nil }

  private mutating func take(_ kind: ReplyTokens.Kind) -> ReplyTokens.Token? {
    guard let token, token.kind == kind else { return nil }
    index += 1
    return token
  }

  /// The error that the reply is, if it is one.
  var error: String? {
    guard let token, token.kind == .error else { return nil }
    return String(decoding: tokens.bytes(of: token), as: UTF8.self)
  }

  /// How many elements of an array follow.
  mutating func array() -> Int? { take(.array).map { Int($0.value) } }

  /// A string's or status's bytes.
  mutating func bytes() -> UnsafeRawBufferPointer? { take(.bytes).map { tokens.bytes(of: $0) } }

  mutating func text() -> String? { bytes().map { String(decoding: $0, as: UTF8.self) } }

  mutating func integer() -> Int64? { take(.integer)?.value }

  /// Whether nothing (a null) follows; it is passed over.
  mutating func nothing() -> Bool { take(.nothing) != nil }
}
