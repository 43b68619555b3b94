import Broker
import ChatProtocol
import JSON

// Who is in a room.
extension Client {
  func members(of text: String, withRoles: Bool, id: String?) {
    allowedAddress(text, id: id) { address, policy in
      self.hub.memberLists.ask(for: self, of: address.room) { result in
        switch result {
        case .success(let members): self.tell(members, withRoles ? policy : nil, of: address.room, id: id)
        case .failure(let refusal): self.refuse(refusal, id: id)
        }
      }
    }
  }

  /// - Parameter policy: whose roles are told, too.
  private func tell(_ members: Members, _ policy: Policy?, of room: RoomName, id: String?) {
    answer("members", id: id) { writer in
      writer.member("room", room.text)
      writer.member("users", array: { array in for user in members.users { array.object { $0.user(user) } } })
      writer.member("count", members.count)
      if let policy { writer.roles(of: policy, at: hub.time.wallClock) }
    }
  }
}
