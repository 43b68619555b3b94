import CHiredis

/// Reads Redis's replies with hiredis, which is given bytes and gives back one reply at a time as tokens in a row.
///
/// hiredis calls back for each part of a reply; instead of building its tree of allocations, the parts are laid into one
/// reused buffer (`ReplyTokens`).
final class ReplyReader {
  /// A reply may be this long: bytes. Redis sends none of this size unless something is very wrong.
  static let maximumLength = 256 << 20

  /// What came is not the protocol. The connection is useless from here on.
  struct Malformed: Error, Equatable {
    let reason: String
  }

  private let reader: UnsafeMutablePointer<redisReader>?
  private let functions: UnsafeMutablePointer<redisReplyObjectFunctions>
  private let memory = ReplyMemory()

  init() {
    functions = .allocate(capacity: 1)
    functions.initialize(
      to: redisReplyObjectFunctions(
        createString: keepString, createArray: keepArray, createInteger: keepInteger, createNil: keepNil,
        freeObject: { _ in }))
    reader = redisReaderCreateWithFunctions(functions)
    reader?.pointee.privdata = UnsafeMutableRawPointer(memory.tokens)
  }

  deinit {
    if let reader { redisReaderFree(reader) }
    functions.deallocate()
  }

  func feed(_ bytes: UnsafeRawBufferPointer) throws(Malformed) {
    guard let reader else { throw Malformed(reason: "no memory for a reader") }
    let isFed = redisReaderFeed(reader, bytes.assumingMemoryBound(to: CChar.self).baseAddress, bytes.count)
    guard isFed == REDIS_OK else { throw failure(of: reader) }
    guard reader.pointee.len <= Self.maximumLength else { throw Malformed(reason: "a reply is too long") }
  }

  /// The next whole reply, valid until the next call; `nil` when more bytes are needed.
  func next() throws(Malformed) -> ReplyCursor? {
    guard let reader else { throw Malformed(reason: "no memory for a reader") }
    if memory.tokens.pointee.isComplete { memory.tokens.pointee.removeAll() }
    var reply: UnsafeMutableRawPointer?
    guard redisReaderGetReply(reader, &reply) == REDIS_OK else { throw failure(of: reader) }
    guard reply != nil else { return nil }
    memory.tokens.pointee.isComplete = true
    return ReplyCursor(memory)
  }

  private func failure(of reader: UnsafeMutablePointer<redisReader>) -> Malformed {
    let reason = withUnsafeBytes(of: &reader.pointee.errstr) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return Malformed(reason: reason)
  }
}

// MARK: - What hiredis calls

// Each gets the task whose privdata is the reader's tokens, and returns any address to say that it went well.

private func tokens(_ task: UnsafePointer<redisReadTask>?) -> UnsafeMutablePointer<ReplyTokens>? {
  task?.pointee.privdata?.assumingMemoryBound(to: ReplyTokens.self)
}

private func keepString(
  _ task: UnsafePointer<redisReadTask>?, _ text: UnsafeMutablePointer<CChar>?, _ length: Int
) -> UnsafeMutableRawPointer? {
  let kind: ReplyToken.Kind = task?.pointee.type == REDIS_REPLY_ERROR ? .error : .bytes
  tokens(task)?.pointee.append(kind, UnsafeRawBufferPointer(start: text, count: length))
  return task?.pointee.privdata
}

private func keepArray(_ task: UnsafePointer<redisReadTask>?, _ count: Int32) -> UnsafeMutableRawPointer? {
  tokens(task)?.pointee.append(.array, Int64(count))
  return task?.pointee.privdata
}

private func keepInteger(_ task: UnsafePointer<redisReadTask>?, _ value: Int64) -> UnsafeMutableRawPointer? {
  tokens(task)?.pointee.append(.integer, value)
  return task?.pointee.privdata
}

private func keepNil(_ task: UnsafePointer<redisReadTask>?) -> UnsafeMutableRawPointer? {
  tokens(task)?.pointee.append(.nothing, 0)
  return task?.pointee.privdata
}
