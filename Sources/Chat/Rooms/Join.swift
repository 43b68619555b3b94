import ChatProtocol

/// A client's wish to be in a room from a certain place on.
struct Join {
  let client: Client
  /// Counts it among those that are under way, until it has come to something.
  private let place: PendingJoin
  /// The request's id.
  let id: String?
  /// The newest position that the client has; `nil` for one that comes for the first time.
  let after: Position?
  /// How many of the latest messages a newcomer wants.
  let limit: Int
  /// The other one in a direct room.
  let partner: User?
  /// The room as a poll has it that goes on there: `joined` is left out when it would say nothing new. `nil` for a request.
  let continued: String?
  /// Whether the room has caught up with the client already, as far as it could.
  private(set) var isSecondLook = false

  init(client: Client, id: String?, after: Position?, limit: Int, partner: User?, continued: String?) {
    self.client = client
    self.id = id
    self.after = after
    self.limit = limit
    self.partner = partner
    self.continued = continued
    place = PendingJoin(client)
  }

  var isContinuation: Bool { continued != nil }

  /// The same, once the room has caught up with the client.
  var secondLook: Join {
    var join = self
    join.isSecondLook = true
    return join
  }

  /// Whether the client has enough for now, and will come again from where it is.
  var canWait: Bool { isContinuation && client.transport.spareBytes == 0 }
}

/// A place among a client's rooms that a join holds while it is under way: it is given back with the last copy of it.
private final class PendingJoin {
  private let client: Client

  init(_ client: Client) {
    self.client = client
    client.pendingJoins += 1
    client.address?.rooms += 1
  }

  deinit {
    client.pendingJoins -= 1
    client.address?.rooms -= 1
  }
}
