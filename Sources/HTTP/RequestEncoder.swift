/// Writes requests as bytes, for the client's side.
package enum RequestEncoder {
  /// The whole request, with the length of its body where it has one or its method is expected to
  /// (RFC 9110 §8.6).
  /// - Throws: when the method or the target could not stand in a request line as one word.
  package static func encode(_ request: Request) throws(Fields.Refusal) -> [UInt8] {
    guard !request.method.isEmpty, request.method.utf8.allSatisfy(Grammar.isToken), !request.target.isEmpty,
      request.target.utf8.allSatisfy(Grammar.isTarget)
    else { throw Fields.Refusal() }
    var bytes: [UInt8] = []
    bytes.append(contentsOf: "\(request.method) \(request.target) HTTP/1.\(request.minorVersion)\r\n".utf8)
    for field in request.fields where !isFraming(field.name) { FieldEncoder.append(field, to: &bytes) }
    if !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method) {
      bytes.append(contentsOf: "Content-Length: \(request.body.count)\r\n".utf8)
    }
    bytes.append(contentsOf: "\r\n".utf8)
    bytes.append(contentsOf: request.body)
    return bytes
  }

  private static func isFraming(_ name: String) -> Bool {
    Grammar.same(name, "Content-Length") || Grammar.same(name, "Transfer-Encoding")
  }
}
