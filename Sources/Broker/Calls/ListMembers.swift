import ChatProtocol

/// The users in a room on any instance, at most `limit` of them, and how many there are in all.
package struct ListMembers: BrokerCall {
  package let room: RoomName
  package let limit: Int

  package init(of room: RoomName, limit: Int) {
    self.room = room
    self.limit = limit
  }

  package typealias Reply = Members

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}

/// Who is in a room.
package struct Members: Equatable, Sendable {
  package let users: [User]
  package let count: Int

  package init(users: [User], count: Int) {
    self.users = users
    self.count = count
  }
}
