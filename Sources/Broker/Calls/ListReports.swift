import ChatProtocol

/// A room's reports, the newest first.
package struct ListReports: BrokerCall {
  package let room: RoomName

  package init(of room: RoomName) {
    self.room = room
  }

  package typealias Reply = [Report]

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
