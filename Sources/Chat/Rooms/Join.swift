import ChatProtocol

/// A client's wish to be in a room from a certain place on.
struct Join {
  let client: Client
  /// The request's id.
  let id: String?
  /// The newest position that the client has; `nil` for one that comes for the first time.
  let after: Position?
  /// How many of the latest messages a newcomer wants.
  let limit: Int
  /// The other one in a direct room.
  let partner: User?
  /// Whether the client only goes on where it was: `joined` is left out when it would say nothing new.
  var isContinuation = false
  /// Whether the room has caught up with the client already, as far as it could.
  private(set) var isSecondLook = false

  /// The same, once the room has caught up with the client.
  var secondLook: Join {
    var join = self
    join.isSecondLook = true
    return join
  }

  /// Whether the client has enough for now, and will come again from where it is.
  var canWait: Bool { isContinuation && client.transport.spareBytes == 0 }
}
