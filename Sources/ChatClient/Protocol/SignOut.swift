import EventLoop
import HTTP

/// Ends a session for good, so that its name is free again: one `DELETE /session` on a connection of its own.
///
/// Best effort: a session that could not be ended lives until it expires unused.
package enum SignOut {
  /// Begins; nothing has to be held.
  /// - Parameter completion: told once whether the server has ended the session.
  package static func begin(
    _ session: String, at address: ChatAddress, reactor: Reactor, completion: @escaping (Bool) -> Void
  ) {
    var request = Request(method: "DELETE", target: address.sibling("session"))
    // What can't stand in a field is a token that the server does not know either.
    try? request.fields.add("Authorization", "Bearer \(session)")
    HTTPCaller.once(request, at: address, reactor: reactor) { response in completion(response?.status == 204) }
  }
}
