import Broker
import ChatProtocol

// Messages that somebody thinks those who lead a room should look at.
extension Client {
  func report(_ position: Position, in text: String, for reason: String, id: String?) {
    if let refusal = Report.refusal(ofReason: reason) { return refuse(refusal, id: id) }
    find(position, in: text, id: id) { room, original in
      self.hub.broker.perform(AddReport(original.position, by: self.user, reason: reason, in: room)) { result in
        self.answer("reported", result, about: room, id: id)
      }
    }
  }

  /// Finds what is to be reported, for who may read it, in a room that somebody leads.
  private func find(
    _ position: Position, in text: String, id: String?, completion: @escaping (RoomName, Original) -> Void
  ) {
    let message = MessageReference(seq: position.seq, position: position)
    allowedAddress(text, for: .send, id: id) { address, policy in
      guard policy.exists else { return self.refuse(Self.nobodyLeads, id: id) }
      self.find(message, in: address.room) { result in
        switch result {
        case .success(let (original, _)) where !original.isDeleted: completion(address.room, original)
        case .success: self.refuse(Self.deleted, id: id)
        case .failure(let refusal): self.refuse(refusal, id: id)
        }
      }
    }
  }

  private static let nobodyLeads = Refusal(.forbidden, "Nobody leads this room, so there is nobody to report to.")

  func reports(of text: String, id: String?) {
    permitted(.moderate, in: text, id: id) { room in
      self.hub.broker.perform(ListReports(of: room)) { result in
        switch result {
        case .success(let reports):
          self.answer("reports", id: id) { writer in
            writer.member("room", room.text)
            writer.member("items", array: { array in for report in reports { array.object { $0.report(report) } } })
          }
        case .failure(let failure): self.refuse(Refusal(failure), id: id)
        }
      }
    }
  }

  func resolve(_ position: Position, in text: String, id: String?) {
    permitted(.moderate, in: text, id: id) { room in
      self.hub.broker.perform(RemoveReports(about: position, in: room)) { result in
        self.answer("resolved", result, about: room, id: id)
      }
    }
  }

  private func answer<Value>(
    _ type: StaticString, _ result: Result<Value, BrokerFailure>, about room: RoomName, id: String?
  ) {
    switch result {
    case .success: answer(type, id: id) { $0.member("room", room.text) }
    case .failure(let failure): refuse(Refusal(failure), id: id)
    }
  }
}

extension Room {
  /// Tells those who lead the room, as far as they are here and keep up: the list has it. Where no policy is known nobody leads.
  func tellLeaders(_ json: [UInt8]) {
    let frame = hub.frame(json)
    for client in members
    where client.may(.moderate, by: policy) && client.may(.moderate, in: name) && client.transport.spareBytes > 0 {
      client.transport.deliver(frame)
    }
  }
}
