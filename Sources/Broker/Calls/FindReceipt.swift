import ChatProtocol

/// What came of an author's request with this id in a room; `nil` when nothing was stored by it, or it is forgotten. Stores
/// nothing.
package struct FindReceipt: BrokerCall {
  package let id: String
  package let author: User.ID
  package let room: RoomName

  package init(of id: String, by author: User.ID, in room: RoomName) {
    self.id = id
    self.author = author
    self.room = room
  }

  package typealias Reply = Receipt?

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
