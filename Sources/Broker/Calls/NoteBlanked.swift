import ChatProtocol

/// Notes that a room's texts are taken out of the store, so that its files are to be written anew. The room stays among those to be
/// cleaned if something was deleted there meanwhile.
package struct NoteBlanked: BrokerCall {
  package let room: RoomName
  /// As `ClaimCleaning` told it before the first step of `BlankTexts`; 0 where that was not asked.
  package let erasures: Int64

  package init(_ room: RoomName, erasures: Int64) {
    self.room = room
    self.erasures = erasures
  }

  package typealias Reply = Void

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
