import HTTP

/// What frames say. Requests and answers are written as HTTP/1.1 has them, which is read as strictly here as from strangers.
extension CallFrame {
  /// Of an answer's body, in bytes.
  package static let longestAnswer = 64 << 10
  private static let longestReason = 300

  /// Nil for a request that could not stand in HTTP, or is too long for a frame.
  package static func call(_ number: UInt32, _ request: Request) -> CallFrame? {
    guard let bytes = try? RequestEncoder.encode(request), headSize + bytes.count <= longest else { return nil }
    return CallFrame(.call, of: number, bytes)
  }

  /// - Parameter response: with the fields that matter.
  package static func answer(_ number: UInt32, _ response: Response) -> CallFrame {
    CallFrame(.answer, of: number, ResponseEncoder.encode(response, answering: Request(method: "POST", target: "/")))
  }

  /// - Parameter reason: made one line; what is too long is cut off, and what is no ASCII left out.
  package static func failure(_ number: UInt32, _ reason: String) -> CallFrame {
    CallFrame(.failure, of: number, line(reason.utf8))
  }

  /// Of a frame that is a call; nil if it is none that a request can be read from.
  package var request: Request? {
    var decoder = RequestDecoder(limits: RequestLimits(body: Self.longest))
    rest.withUnsafeBytes { decoder.append($0) }
    guard case .request(let request)? = try? decoder.next(), decoder.takeRemainder().isEmpty else { return nil }
    return request
  }

  /// Of a frame that is an answer; nil if it is none.
  package var response: Response? {
    var decoder = ResponseDecoder(limits: RequestLimits(body: Self.longestAnswer))
    rest.withUnsafeBytes { decoder.append($0) }
    guard let response = try? decoder.next(), decoder.takeRemainder().isEmpty else { return nil }
    return response
  }

  /// Of a frame that is a failure: one line, whoever wrote it.
  package var reason: String { String(decoding: Self.line(rest), as: UTF8.self) }

  private static func line(_ words: some Sequence<UInt8>) -> [UInt8] {
    let blanks = words.lazy.map { $0 == UInt8(ascii: "\n") ? UInt8(ascii: " ") : $0 }
    return Array(blanks.filter { (0x20...0x7E).contains($0) }.prefix(longestReason))
  }
}
