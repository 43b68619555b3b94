import Base
import EventLoop
import NetClient

/// Ends a session for good, so that its name is free again: one `DELETE /session` on a connection of its own.
///
/// Best effort: a session that could not be ended lives until it expires unused.
package enum SignOut {
  /// How long the answer may take: as long as those that a participant waits for. Who gives up too soon leaves a name taken.
  private static let timeout: TimeSpan = .seconds(10)

  /// Begins; nothing has to be held.
  /// - Parameter completion: told once whether the server has ended the session.
  package static func begin(
    _ session: String, at address: ChatAddress, reactor: Reactor, completion: @escaping (Bool) -> Void
  ) {
    let request = address.request("DELETE", "session", session: session)
    HTTPClient.once(request, on: reactor, timeout: timeout, to: address.resolve) { result in
      completion((try? result.get())?.status == 204)
    }
  }
}
