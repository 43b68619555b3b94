/// A whole request.
package struct Request: Sendable, Equatable {
  /// As sent; methods are case-sensitive (RFC 9110 §9.1).
  package let method: String
  /// As sent.
  package let target: String
  /// What stands before the question mark, not percent-decoded. Of an absolute target without its authority; `*` for
  /// `OPTIONS *`.
  package let path: String
  /// What stands behind the question mark, if there is one, not decoded.
  package let query: String?
  /// 0 or 1, of HTTP/1.x.
  package let minorVersion: Int
  package var fields: Fields
  package var body: [UInt8]

  package init(
    method: String, target: String, minorVersion: Int = 1, fields: Fields = Fields(), body: [UInt8] = []
  ) {
    self.method = method
    self.target = target
    self.minorVersion = minorVersion
    self.fields = fields
    self.body = body
    (path, query) = Self.split(target)
  }

  /// Whether the peer lets another request follow on this connection (RFC 9112 §9.3).
  package var keepsAlive: Bool {
    if fields.containsToken("close", in: "Connection") { return false }
    return minorVersion >= 1 || fields.containsToken("keep-alive", in: "Connection")
  }

  private static func split(_ target: String) -> (path: String, query: String?) {
    let local = withoutAuthority(target)
    guard let mark = local.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (String(local), nil) }
    let path = local[..<mark]
    return (path.isEmpty ? "/" : String(path), String(local[local.utf8.index(after: mark)...]))
  }

  private static func withoutAuthority(_ target: String) -> Substring {
    guard let authority = authority(of: target) else { return Substring(target) }
    let rest = target[authority.endIndex...]
    return rest.isEmpty ? "/" : rest
  }

  /// The authority of a target in absolute form (RFC 9112 §3.2.2).
  static func authority(of target: String) -> Substring? {
    for scheme in ["http://", "https://"] where Grammar.same(target.utf8.prefix(scheme.utf8.count), scheme.utf8) {
      return Substring(target.utf8.dropFirst(scheme.utf8.count).prefix { $0 != 0x2F && $0 != 0x3F })
    }
    return nil
  }
}

/// What a `RequestDecoder` found.
package enum RequestEvent: Sendable, Equatable {
  /// The head is complete and welcome, and the client waits with the body until it gets a `100 Continue`
  /// (RFC 9110 §10.1.1). The request itself follows.
  case expectsContinue
  case request(Request)
}
