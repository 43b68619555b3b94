import Base

/// A request's line and fields, and what they say about the body.
struct RequestHead: Sendable {
  /// How the body's end is found (RFC 9112 §6.3).
  enum Framing: Equatable {
    case length(Int)
    case chunked
  }

  let method: String
  let target: String
  let minorVersion: Int
  /// As they come in.
  var section: FieldSection

  /// Reads `METHOD SP target SP HTTP/1.x` (RFC 9112 §3), each space exactly one.
  init(line: ArraySlice<UInt8>, limits: RequestLimits) throws(HTTPError) {
    let parts = line.split(separator: Grammar.space, omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty, parts[0].allSatisfy(Grammar.isToken),
      parts[1].allSatisfy(Grammar.isTarget)
    else { throw HTTPError(400, "the request line is malformed") }
    minorVersion = try Self.minorVersion(parts[2])
    method = String(decoding: parts[0], as: UTF8.self)
    target = String(decoding: parts[1], as: UTF8.self)
    section = FieldSection(budget: limits.head - line.count - 2, countLimit: limits.fieldCount)
    try checkTarget()
  }

  private static func minorVersion(_ text: ArraySlice<UInt8>) throws(HTTPError) -> Int {
    if text.elementsEqual("HTTP/1.1".utf8) { return 1 }
    if text.elementsEqual("HTTP/1.0".utf8) { return 0 }
    let isVersion =
      text.count == 8 && text.starts(with: "HTTP/".utf8) && text.dropFirst(6).first == UInt8(ascii: ".")
      && Grammar.decimal(text.dropFirst(5).prefix(1)) != nil && Grammar.decimal(text.suffix(1)) != nil
    throw isVersion ? HTTPError(505, "only HTTP/1.1 is spoken") : HTTPError(400, "the request line is malformed")
  }

  /// Origin form, absolute form, or `*` for OPTIONS (RFC 9112 §3.2); no tunnels.
  private func checkTarget() throws(HTTPError) {
    if method == "CONNECT" { throw HTTPError(501, "no tunnels are made here") }
    if target.utf8.first == UInt8(ascii: "/") || target == "*" && method == "OPTIONS" { return }
    guard let authority = Request.authority(of: target), !authority.isEmpty, authority.utf8.allSatisfy(Grammar.isHost)
    else { throw HTTPError(400, "the target is malformed") }
  }

  /// Checks what must be so whatever the request is about.
  /// - Returns: how the body ends.
  func check(limits: RequestLimits) throws(HTTPError) -> Framing {
    try checkHost()
    let framing = try framing(limits: limits)
    if case .length(let length) = framing, length > limits.body { throw HTTPError(413, "the body is too long") }
    return framing
  }

  /// RFC 9112 §3.2: exactly one Host on 1.1, and the same as an absolute target's.
  private func checkHost() throws(HTTPError) {
    let hosts = section.fields.all("Host")
    guard hosts.count == 1 || hosts.isEmpty && minorVersion == 0 else {
      throw HTTPError(400, "a request has exactly one Host")
    }
    guard let host = hosts.first else { return }
    guard !host.isEmpty, host.utf8.allSatisfy(Grammar.isHost) else { throw HTTPError(400, "the Host is malformed") }
    if let authority = Request.authority(of: target), !Grammar.same(String(authority), host) {
      throw HTTPError(400, "the target names another Host")
    }
  }

  /// RFC 9112 §6.1–6.3, refusing whatever two parsers could read in two ways.
  private func framing(limits: RequestLimits) throws(HTTPError) -> Framing {
    let lengths = section.fields.all("Content-Length")
    let codings = section.fields.all("Transfer-Encoding")
    guard codings.isEmpty else {
      guard lengths.isEmpty else { throw HTTPError(400, "a body has one length") }
      return try chunked(codings)
    }
    guard lengths.count <= 1 else { throw HTTPError(400, "a body has one length") }
    guard let length = lengths.first else { return .length(0) }
    guard let value = Grammar.decimal(length.utf8) else {
      let digits = length.utf8.allSatisfy(ASCII.isDigit)
      throw digits && !length.isEmpty
        ? HTTPError(413, "the body is too long") : HTTPError(400, "the length is malformed")
    }
    return .length(value)
  }

  private func chunked(_ codings: [String]) throws(HTTPError) -> Framing {
    guard minorVersion >= 1 else { throw HTTPError(400, "HTTP/1.0 has no transfer codings") }
    guard codings.count == 1 else { throw HTTPError(400, "a body has one transfer coding") }
    guard Grammar.same(codings[0], "chunked") else { throw HTTPError(501, "the only transfer coding is chunked") }
    return .chunked
  }

  /// Whether the client waits for a `100 Continue` (RFC 9110 §10.1.1).
  func expectsContinue() throws(HTTPError) -> Bool {
    let expectations = section.fields.all("Expect")
    guard minorVersion >= 1, !expectations.isEmpty else { return false }
    guard expectations.count == 1, Grammar.same(expectations[0], "100-continue") else {
      throw HTTPError(417, "the only expectation is 100-continue")
    }
    return true
  }

  func request(body: [UInt8]) -> Request {
    Request(method: method, target: target, minorVersion: minorVersion, fields: section.fields, body: body)
  }
}
