import EventLoop
import HTTP

/// Ends a session for good, so that its name is free again: one `DELETE /session` on a connection of its own.
///
/// Best effort: a session that could not be ended lives until it expires unused.
package final class SignOut: StreamHandler {
  /// Nanoseconds for all of it.
  private static let patience: UInt64 = 3_000_000_000

  private let request: [UInt8]
  private var decoder = ResponseDecoder()
  private var completion: ((Bool) -> Void)?
  private var deadline: Timer?

  /// Begins; nothing has to be held.
  /// - Parameter completion: told once whether the server has ended the session.
  package static func begin(
    _ session: String, at address: ChatAddress, reactor: Reactor, completion: @escaping (Bool) -> Void
  ) {
    var request = Request(method: "DELETE", target: target(for: address.path))
    do {
      try request.fields.add("Host", address.authority)
      try request.fields.add("Authorization", "Bearer \(session)")
      request.fields.add("Connection", literal: "close")
      let bytes = try RequestEncoder.encode(request)
      let target = try SocketAddress.resolve(host: address.host, port: address.port)
      let signOut = SignOut(bytes, completion)
      let stream = Stream.connect(reactor, to: target, timeout: patience, handler: signOut)
      signOut.deadline = reactor.after(patience) { [weak stream] in stream?.close() }
    } catch {
      reactor.after(0) { completion(false) }
    }
  }

  private init(_ request: [UInt8], _ completion: @escaping (Bool) -> Void) {
    self.request = request
    self.completion = completion
  }

  /// `/session` beside the path of the WebSocket.
  static func target(for path: String) -> String {
    let local = path.prefix { $0 != "?" }
    let folder = local.lastIndex(of: "/").map { local[...$0] } ?? "/"
    return folder + "session"
  }

  private func end(_ isDone: Bool) {
    deadline?.cancel()
    let completion = self.completion
    self.completion = nil
    completion?(isDone)
  }

  package func streamConnected(_ stream: Stream) { stream.write(request) }

  package func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    decoder.append(UnsafeRawBufferPointer(bytes))
    do {
      guard let response = try decoder.next() else { return }
      end(response.status == 204)
    } catch {
      end(false)
    }
    stream.close()
  }

  package func stream(_ stream: Stream, closed reason: CloseReason) { end(false) }
}
