import Broker
import ChatProtocol
import JSON

// One's sessions, of which each device has one.
extension Client {
  func devices(id: String?) {
    let isTaken = read { ended in
      self.hub.broker.perform(
        ListSessions(of: self.user.id, lifetime: self.hub.configuration.sessionLifetime)
      ) { result in
        ended(Price.sessions((try? result.get().count) ?? 0))
        switch result {
        case .success(let sessions): self.tell(sessions, id: id)
        case .failure(let failure): self.refuse(Refusal(failure), id: id)
        }
      }
    }
    if !isTaken { refuse(Self.tooManyReads, id: id) }
  }

  private func tell(_ sessions: [ListedSession], id: String?) {
    answer("devices", id: id) { writer in
      writer.member(
        "devices",
        array: { array in
          for session in sessions { array.object { $0.listed(session, isHere: session.hash == self.sessionHash) } }
        })
    }
  }

  /// Ends another one of one's sessions, or all others. That this one lives the store judges.
  func revoke(_ device: DeviceID?, id: String?) {
    guard let hash = sessionHash else { return answer(nil) }
    guard device != hash.device else { return refuse(Self.isThisDevice, id: id) }
    hub.broker.perform(RevokeSessions(device.map { .one($0) } ?? .others, by: hash)) { result in
      switch result {
      case .success(let count?):
        if !self.isOperator {
          let price = Price.revocation(of: count)
          self.hub.limits.charge(price, to: self.user.id, from: self.address, now: self.hub.time.now)
        }
        self.answer("revoked", id: id) { $0.member("ended", count) }
      case .success(nil): self.refuse(Accounts.ended, id: id)
      case .failure(let failure): self.refuse(Refusal(failure), id: id)
      }
    }
  }

  private static let isThisDevice = Refusal(.badRequest, "This is the device that asks. Sign out here in its place.")

  /// A device has come in by a code.
  func tell(_ device: NewDevice) {
    tell(
      JSONWriter.object { writer in
        writer.member("type", "device_added")
        writer.member("device", device.session.device.text)
        writer.member("time", device.time)
      })
  }
}

extension JSONWriter {
  fileprivate mutating func listed(_ session: ListedSession, isHere: Bool) {
    member("device", session.hash.device.text)
    member("since", session.created)
    if let used = session.used { member("used", max(used, session.created)) }
    if isHere { member("here", true) }
  }
}
