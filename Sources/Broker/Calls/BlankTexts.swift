import ChatProtocol

/// Takes the texts of a room that are not handed out any more (`Erase`) out of the store itself: of messages and edits the
/// text and the data, of reactions their author's name. Places and positions stay. What the store writes into its files
/// from then on lacks them (`RewriteStoreFile`).
///
/// A step takes the store less than half a millisecond: to be asked for again until it is done.
///
/// The room is there twice meanwhile. Where the store has no memory for that it is `.full`, and as it was before the first step.
package struct BlankTexts: BrokerCall {
  package let room: RoomName
  /// Whether it begins anew, whatever steps there were: what was deleted since the first of them is taken out, too.
  package let isFirst: Bool

  package init(of room: RoomName, isFirst: Bool = false) {
    self.room = room
    self.isFirst = isFirst
  }

  package struct Step: Equatable, Sendable {
    /// How many texts and names this step took out.
    package let count: Int
    package let isDone: Bool

    package init(count: Int, isDone: Bool) {
      self.count = count
      self.isDone = isDone
    }
  }

  package typealias Reply = Step

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
