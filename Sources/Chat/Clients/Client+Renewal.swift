import Broker
import ChatProtocol
import JSON

// The end of a session that came with a token, and how it is put off.
extension Client {
  /// Whether the session's time is over.
  var isExpired: Bool { hub.time.wallClock >= identity?.record.expires ?? .max }

  func renew(with token: String, id: String?) {
    guard let identity else { return answer(nil) }
    hub.accounts.renew(identity, with: token, wallClock: hub.time.wallClock) { result in
      switch result {
      case .success(let identity):
        self.goOn(as: identity)
        self.answer("renewed", id: id) { writer in
          if let expires = identity.record.expires { writer.member("expires", expires) }
        }
      case .failure(let refusal): self.refuse(refusal, id: id)
      }
    }
  }

  /// The session ends soon, or now, as far as is known here. It may have been renewed elsewhere: the store is asked.
  func sessionIsDue(isOver: Bool) {
    guard phase == .welcomed, let known = identity else { return }
    hub.accounts.authenticate(known.hash, wallClock: hub.time.wallClock) { result in
      guard self.phase == .welcomed else { return }
      switch result {
      case .success(let identity) where identity.record.expires != known.record.expires: self.goOn(as: identity)
      case .failure(let refusal) where refusal.code == .unauthorized || refusal.code == .forbidden:
        self.endSession(refusal)
      default: isOver ? self.expire() : self.tellExpiry()
      }
    }
  }

  private func goOn(as identity: Identity) {
    guard phase == .welcomed else { return }
    know(identity)
    hub.watchDeadline(of: self)
  }

  /// A poll is told by its next call's refusal: told in an answer, it would be told in each one until the end.
  private func tellExpiry() {
    guard transport.lasts, let expires = identity?.record.expires else { return }
    let within = max(0, expires - hub.time.wallClock)
    tell(
      JSONWriter.object { writer in
        writer.member("type", "expiring")
        writer.member("within", within)
      })
  }
}

extension Hub {
  /// Remembers when the client's session ends, if it has a time of its own.
  func watchDeadline(of client: Client) {
    guard let expires = client.identity?.record.expires else { return }
    deadlines.watch(client, until: expires, at: time.wallClock)
  }

  /// Looks after the sessions whose end is near.
  func lookAtDeadlines() {
    for (client, isOver) in deadlines.takeDue(at: time.wallClock) { client.sessionIsDue(isOver: isOver) }
  }
}
