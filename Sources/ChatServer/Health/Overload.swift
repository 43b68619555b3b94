import HTTP

/// What a connection beyond the limit is sent before it is closed.
enum Overload {
  static let response: [UInt8] = {
    var response = Reply.refusal(.unavailable, "The server is full; try again.").response
    response.fields.add("Retry-After", number: 5)
    for field in SecurityFields.fields { try? response.fields.add(field.name, field.value) }
    return ResponseEncoder.head(response, bodyLength: response.body.count, .close) + response.body
  }()
}
