import EventLoop
import HTTP

/// A request under way and the one answer that it gets, now or later. An answer for a client that has gone is dropped.
package final class Exchange {
  package private(set) var request: Request
  /// Called when the client has gone, or has ended its half and so waits for nothing but this answer.
  package var onEnded: (() -> Void)?
  /// The cookie of a session that was made on the way, which goes with the answer.
  package var newCookie: String?
  private let connection: HTTPConnection

  init(_ request: Request, on connection: HTTPConnection) {
    self.request = request
    self.connection = connection
  }

  /// Answers; the second time it does nothing.
  package func answer(_ reply: Reply) {
    var reply = reply
    if let newCookie { reply.add("Set-Cookie", newCookie) }
    connection.answer(reply, to: self)
  }

  /// Hands the connection over to another protocol: the stream, and what came behind the request. `nil` when the client
  /// has gone.
  package func takeOver() -> (stream: Stream, remainder: [UInt8])? { connection.takeOver(for: self) }

  /// Answers with a body that goes on for as long as the connection: the stream to write it to, whose handler is to be set.
  /// `nil` when the client has gone.
  package func beginStream(_ reply: Reply) -> Stream? { connection.beginStream(reply, for: self) }

  /// Gives up what is not needed for answering, because that may take a while.
  package func forgetRequest() {
    var fields = Fields()
    for value in request.fields.all("Connection") { try? fields.add("Connection", value) }
    request = Request(method: request.method, target: "/", minorVersion: request.minorVersion, fields: fields)
    connection.forgetBuffer()
  }

  /// Whether somebody still waits for the answer.
  package var isAwaited: Bool { connection.awaitsAnswer(to: self) }

  /// Who asks, as far as the connection and a trusted proxy in front of it tell.
  package var client: ClientAddress { connection.clientAddress(of: request) }
}
