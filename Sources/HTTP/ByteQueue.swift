/// Bytes that have come and are not yet dealt with. Lines are searched for from where the last search ended, so that a
/// head dripping in byte by byte costs linear time.
struct ByteQueue: Sendable {
  /// Why there will be no line.
  enum LineError: Error {
    /// Longer than allowed, or still without an end beyond that.
    case tooLong
    /// A CR without LF or an LF without CR (RFC 9112 §2.2 lets a server be lenient; lenience is how two parsers come
    /// to disagree).
    case bareLineEnd
  }

  private var storage: [UInt8] = []
  /// Where the first byte stands that was not taken yet.
  private var start = 0
  /// Up to where no line's end was found.
  private var searched = 0

  var count: Int { storage.count - start }
  var isEmpty: Bool { count == 0 }
  var first: UInt8? { isEmpty ? nil : storage[start] }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    if start > 0, start >= storage.count / 2 { compact() }
    storage.append(contentsOf: bytes)
  }

  /// Forgets what was taken; at most every other byte is moved once for it.
  private mutating func compact() {
    storage.removeFirst(start)
    searched -= start
    start = 0
  }

  /// Takes the next line without its CRLF; nil when it is not complete yet.
  /// - Parameter limit: bytes that the line may have, with its CRLF.
  mutating func takeLine(atMost limit: Int) throws(LineError) -> ArraySlice<UInt8>? {
    var index = max(searched, start)
    let end = start + min(count, max(limit, 0))
    while index < end, storage[index] != Grammar.lineFeed {
      if index > start, storage[index - 1] == Grammar.carriageReturn { throw .bareLineEnd }
      index += 1
    }
    searched = index
    guard index < end else {
      if count >= limit { throw .tooLong }
      return nil
    }
    guard index > start, storage[index - 1] == Grammar.carriageReturn else { throw .bareLineEnd }
    let line = storage[start..<index - 1]
    drop(index + 1 - start)
    return line
  }

  /// Moves at most `limit` of the bytes to the end of `destination`.
  /// - Returns: how many.
  mutating func move(atMost limit: Int, to destination: inout [UInt8]) -> Int {
    let moved = min(limit, count)
    destination.append(contentsOf: storage[start..<start + moved])
    drop(moved)
    return moved
  }

  /// Takes all there is.
  mutating func takeAll() -> [UInt8] {
    let all = start == 0 ? storage : Array(storage[start...])
    drop(count)
    return all
  }

  /// An empty queue keeps no memory: most connections are idle most of the time.
  private mutating func drop(_ taken: Int) {
    start += taken
    searched = max(searched, start)
    if start == storage.count { self = ByteQueue() }
  }
}
