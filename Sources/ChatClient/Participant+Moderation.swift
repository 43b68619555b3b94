import ChatProtocol

// What those who lead a room do, and what they are told.
extension Participant {
  /// Makes an invitation to a closed room.
  /// - Parameters:
  ///   - until: milliseconds since 1970; in seven days, if left out.
  ///   - renews: whether all earlier ones are void.
  package func invite(
    to room: String, until: Int64? = nil, renews: Bool = false,
    completion: @escaping (Result<RoomInvitation, ServerRefusal>) -> Void
  ) {
    guard let connection = phase.newest else { return completion(.failure(.disconnected)) }
    connection.ask(.invite(completion)) { ClientObject.invite(to: room, until: until, renews: renews, id: $0) }
  }

  /// Tells those who lead the room of a message.
  package func report(
    _ position: String, in room: String, for reason: String = "",
    completion: @escaping (Result<Void, ServerRefusal>) -> Void
  ) {
    guard let connection = phase.newest else { return completion(.failure(.disconnected)) }
    connection.ask(.moderate(completion)) { ClientObject.report(position, in: room, for: reason, id: $0) }
  }

  /// What was reported in the room, the newest first.
  package func reports(of room: String, completion: @escaping (Result<[RoomReport], ServerRefusal>) -> Void) {
    guard let connection = phase.newest else { return completion(.failure(.disconnected)) }
    connection.ask(.reports(completion)) { ClientObject.about(room, "reports", id: $0) }
  }

  /// Takes all reports of a message off the room's list.
  package func resolve(
    _ position: String, in room: String, completion: @escaping (Result<Void, ServerRefusal>) -> Void
  ) {
    guard let connection = phase.newest else { return completion(.failure(.disconnected)) }
    connection.ask(.moderate(completion)) { ClientObject.resolve(position, in: room, id: $0) }
  }
}
