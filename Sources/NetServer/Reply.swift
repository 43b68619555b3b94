import Base
import ChatProtocol
import HTTP

/// The answer to a request: status, fields, and a body of its own or a shared one.
package struct Reply {
  /// Said of every path that leads nowhere.
  package static let nothingHere = "There is nothing here."

  package var response: Response
  /// Sent instead of the response's own body, without a copy.
  package var sharedBody: ByteSlice?
  /// Whether the connection ends with this answer.
  package var closes = false

  /// An answer that says nothing but its status.
  package init(_ status: Int) { response = Response(status: status) }

  package init(_ response: Response, closes: Bool) {
    self.response = response
    self.closes = closes
  }

  /// A JSON text; never cached, since everything that is JSON here is about the present.
  package static func json(_ status: Int = 200, _ json: [UInt8]) -> Reply {
    var reply = Reply(status)
    reply.response.body = json
    reply.response.fields.add("Content-Type", literal: "application/json")
    reply.response.fields.add("Cache-Control", literal: "no-store")
    return reply
  }

  /// A short text, for clients that read no JSON.
  package static func text(_ status: Int, _ text: String) -> Reply {
    var reply = Reply(status)
    reply.response.body = Array(text.utf8)
    reply.response.fields.add("Content-Type", literal: "text/plain; charset=utf-8")
    reply.response.fields.add("Cache-Control", literal: "no-store")
    return reply
  }

  /// A refusal in the protocol's words.
  package static func refusal(_ refusal: Refusal) -> Reply {
    var reply = json(refusal.code.status, refusal.json())
    if let wait = refusal.retryAfter { reply.response.fields.add("Retry-After", number: max(1, (wait + 999) / 1_000)) }
    return reply
  }

  package static func refusal(_ code: ErrorCode, _ message: String) -> Reply { refusal(Refusal(code, message)) }

  /// A file, or the news that the browser's copy is still good (RFC 9110, section 15.4.5).
  package static func file(_ file: StaticFiles.File, ifNoneMatch field: String?) -> Reply {
    let isKnown = field.map { EntityTag.isNamed(file.entityTag, in: $0) } ?? false
    var reply = Reply(isKnown ? 304 : 200)
    reply.add("ETag", file.entityTag)
    switch file.caching {
    case .askEachTime: reply.response.fields.add("Cache-Control", literal: "no-cache")
    case .forGood: reply.response.fields.add("Cache-Control", literal: "public, max-age=31536000, immutable")
    }
    guard !isKnown else { return reply }
    reply.add("Content-Type", file.contentType)
    reply.sharedBody = file.body
    return reply
  }

  /// Adds a field. One that could not stand in a line is left out rather than sent: see `Fields.add`.
  package mutating func add(_ name: String, _ value: String) {
    try? response.fields.add(name, value)
  }
}
