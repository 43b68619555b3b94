import ChatProtocol

/// The rooms' messages: storing, reading back, following.
package protocol Backlog: AnyObject {
  /// Stores a message and broadcasts it.
  /// - Parameter known: what is known of the room: its epoch, its generation, and a seq that it has reached. If one of
  ///   them is not so, the answer is `.stale`, unless the message had been stored before. `nil` to store it in any case.
  func publish(
    _ publication: Publication, expecting known: Position?,
    completion: @escaping (Result<Receipt, BrokerFailure>) -> Void)

  /// Everything after a position, a page of at most `limit` messages (1–1,000) and about `BacklogLimits.pageBytes`.
  /// Creates the room if need be.
  func synchronize(
    _ room: RoomName, after position: Position?, limit: Int,
    completion: @escaping (Result<SyncPage, BrokerFailure>) -> Void)

  /// A page of at most `limit` messages (1–1,000) for reading back; does not create the room.
  func history(
    of room: RoomName, _ range: HistoryRange, limit: Int,
    completion: @escaping (Result<HistoryPage, BrokerFailure>) -> Void)

  /// Takes the texts of messages out of what is handed out from now on. To be asked for once the edit or the deletion is
  /// stored; asking again is harmless. Nothing is broadcast: whoever hears of the deletion does the same to what it
  /// holds.
  func amend(
    _ amendment: Amendment, in room: RoomName, completion: @escaping (Result<Void, BrokerFailure>) -> Void)

  /// Follows a room. The completion comes once the subscription stands. A subscription survives the loss of the
  /// connection; asking again for a room that is followed is harmless.
  func subscribe(to room: RoomName, completion: @escaping (Result<Void, BrokerFailure>) -> Void)

  /// Ends `subscribe`.
  func unsubscribe(from room: RoomName)

  /// Sends something fleeting to the room's followers, this instance among them. May be lost.
  func announce(_ ephemeral: Ephemeral, in room: RoomName)
}
