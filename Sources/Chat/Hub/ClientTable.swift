import Base
import ChatProtocol

/// The clients that have said who they are, in one array and by user.
struct ClientTable {
  private var slots = SlotArray<Client>()
  /// The first client of each user; the others follow by `Client.nextOfUser`.
  private var firstOfUser: [User.ID: Client] = [:]
  private var roundRobin = RoundRobin()

  var all: [Client] { slots.elements }
  var count: Int { slots.count }

  mutating func add(_ client: Client) {
    slots.add(client)
    client.nextOfUser = firstOfUser[client.user.id]
    firstOfUser[client.user.id] = client
  }

  mutating func remove(_ client: Client) {
    if slots.remove(client) { unlink(client) }
  }

  private mutating func unlink(_ client: Client) {
    defer { client.nextOfUser = nil }
    var previous = firstOfUser[client.user.id]
    if previous === client {
      firstOfUser[client.user.id] = client.nextOfUser
      return
    }
    while let candidate = previous {
      if candidate.nextOfUser === client {
        candidate.nextOfUser = client.nextOfUser
        return
      }
      previous = candidate.nextOfUser
    }
  }

  func hasClient(of user: User.ID, where isRight: (Client) -> Bool) -> Bool {
    var next = firstOfUser[user]
    while let client = next {
      if isRight(client) { return true }
      next = client.nextOfUser
    }
    return false
  }

  func clients(of user: User.ID) -> [Client] {
    var clients: [Client] = []
    var next = firstOfUser[user]
    while let client = next {
      clients.append(client)
      next = client.nextOfUser
    }
    return clients
  }

  /// The ids of all users behind one, ascending.
  func users(after id: User.ID) -> [User.ID] { firstOfUser.keys.filter { $0 > id }.sorted() }

  /// The next share of all clients, so that each has had its turn after `turns` calls.
  mutating func nextShare(ofTurns turns: Int) -> [Client] {
    Array(roundRobin.nextShare(of: all, turns: turns))
  }
}
