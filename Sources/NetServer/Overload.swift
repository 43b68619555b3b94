import HTTP

/// What a connection beyond the limit is told before it is closed.
package enum Overload {
  package static var reply: Reply {
    var reply = Reply.refusal(.unavailable, "The server is full; try again.")
    reply.response.fields.add("Retry-After", number: 5)
    reply.closes = true
    return reply
  }

  /// The same for those whose request is not waited for, because there are too many of them.
  package static let response: [UInt8] = {
    var response = reply.response
    for field in SecurityFields.fields { try? response.fields.add(field.name, field.value) }
    return ResponseEncoder.head(response, bodyLength: response.body.count, .close) + response.body
  }()

  /// Who watches the instance is answered all the same: a balancer that takes it for dead cuts everybody's connection.
  package static func admits(_ request: Request) -> Bool { ["/health", "/live"].contains(request.path) }
}
