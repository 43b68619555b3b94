/// Walks through a reply. Each step says what it expects and gets `nil` for anything else, so that no reply can trap.
///
/// Valid, with the bytes it hands out, until the reader reads the next reply.
package struct ReplyCursor {
  private let memory: ReplyMemory
  private var index = 0

  init(_ memory: ReplyMemory) { self.memory = memory }

  private var token: ReplyToken? {
    index < memory.tokens.pointee.count ? memory.tokens.pointee[index] : nil
  }

  private mutating func take(_ kind: ReplyToken.Kind) -> ReplyToken? {
    guard let token, token.kind == kind else { return nil }
    index += 1
    return token
  }

  /// The error that the reply is, if it is one.
  var error: String? {
    guard let token, token.kind == .error else { return nil }
    return String(decoding: memory.tokens.pointee.bytes(of: token), as: UTF8.self)
  }

  /// How many elements of an array follow.
  package mutating func array() -> Int? { take(.array).map { Int($0.value) } }

  /// A string's or status's bytes.
  package mutating func bytes() -> UnsafeRawBufferPointer? { take(.bytes).map { memory.tokens.pointee.bytes(of: $0) } }

  package mutating func text() -> String? { bytes().map { String(decoding: $0, as: UTF8.self) } }

  package mutating func integer() -> Int64? { take(.integer)?.value }

  /// Passes over one element, whatever it holds.
  mutating func skip() {
    guard let token else { return }
    index += 1
    guard token.kind == .array else { return }
    for _ in 0..<max(token.value, 0) { skip() }
  }

  /// Whether nothing (a null) follows; it is passed over.
  package mutating func nothing() -> Bool { take(.nothing) != nil }
}
