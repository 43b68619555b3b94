/// One part of a reply.
struct ReplyToken {
  enum Kind: UInt8 { case bytes, error, integer, array, nothing }

  let kind: Kind
  /// Where the bytes begin.
  let start: Int
  /// The number of bytes or elements, or the integer.
  let value: Int64
}

/// One reply of Redis, flat: its parts in the order in which they came, an array before its elements.
///
/// Kept in plain memory, because it is filled from hiredis's calls, some for each message that arrives.
struct ReplyTokens: ~Copyable {
  /// What one long reply made larger than this is given back: tokens, bytes.
  private static let kept = (tokens: 16 * 1024, bytes: 1 << 20)
  private static let initial = (tokens: 64, bytes: 16 * 1024)

  private var tokens = UnsafeMutableBufferPointer<ReplyToken>.allocate(capacity: initial.tokens)
  private var bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: initial.bytes, alignment: 16)
  private(set) var count = 0
  private var used = 0
  /// Whether the reply is whole: what comes next begins another one.
  var isComplete = false

  init() {}

  deinit {
    tokens.deallocate()
    bytes.deallocate()
  }

  /// The token at `index`, which is less than `count`.
  subscript(index: Int) -> ReplyToken { tokens[index] }

  func bytes(of token: ReplyToken) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[token.start..<token.start + Int(token.value)])
  }

  mutating func removeAll() {
    count = 0
    used = 0
    isComplete = false
    if tokens.count > Self.kept.tokens {
      tokens.deallocate()
      tokens = .allocate(capacity: Self.initial.tokens)
    }
    if bytes.count > Self.kept.bytes {
      bytes.deallocate()
      bytes = .allocate(byteCount: Self.initial.bytes, alignment: 16)
    }
  }

  mutating func append(_ kind: ReplyToken.Kind, _ value: Int64) {
    append(ReplyToken(kind: kind, start: 0, value: value))
  }

  mutating func append(_ kind: ReplyToken.Kind, _ content: UnsafeRawBufferPointer) {
    if bytes.count - used < content.count { growBytes(by: content.count) }
    if let target = bytes.baseAddress, let source = content.baseAddress {
      (target + used).copyMemory(from: source, byteCount: content.count)
    }
    append(ReplyToken(kind: kind, start: used, value: Int64(content.count)))
    used += content.count
  }

  private mutating func append(_ token: ReplyToken) {
    if count == tokens.count { growTokens() }
    tokens.initializeElement(at: count, to: token)
    count += 1
  }

  private mutating func growTokens() {
    let larger = UnsafeMutableBufferPointer<ReplyToken>.allocate(capacity: tokens.count * 2)
    for index in 0..<count { larger.initializeElement(at: index, to: tokens[index]) }
    tokens.deallocate()
    tokens = larger
  }

  private mutating func growBytes(by added: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count * 2, used + added), alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<used]))
    bytes.deallocate()
    bytes = larger
  }
}

/// Keeps a reply's tokens alive for whoever walks through them.
final class ReplyMemory {
  let tokens = UnsafeMutablePointer<ReplyTokens>.allocate(capacity: 1)

  init() { tokens.initialize(to: ReplyTokens()) }

  deinit {
    tokens.deinitialize(count: 1)
    tokens.deallocate()
  }
}
