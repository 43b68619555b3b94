/// The clients that have said who they are, in one array and by user.
struct PeerRoster {
  private(set) var all: [Peer] = []
  /// The first peer of each user; the others follow by `Peer.nextOfUser`.
  private var firstOfUser: [User.ID: Peer] = [:]
  private var rota = Rota()

  var count: Int { all.count }

  mutating func add(_ peer: Peer) {
    peer.rosterIndex = Int32(truncatingIfNeeded: all.count)
    all.append(peer)
    peer.nextOfUser = firstOfUser[peer.user.id]
    firstOfUser[peer.user.id] = peer
  }

  mutating func remove(_ peer: Peer) {
    guard peer.rosterIndex >= 0 else { return }
    let index = Int(peer.rosterIndex)
    peer.rosterIndex = -1
    let last = all.removeLast()
    if index < all.count {
      all[index] = last
      last.rosterIndex = Int32(truncatingIfNeeded: index)
    }
    unlink(peer)
  }

  private mutating func unlink(_ peer: Peer) {
    defer { peer.nextOfUser = nil }
    var previous = firstOfUser[peer.user.id]
    if previous === peer {
      firstOfUser[peer.user.id] = peer.nextOfUser
      return
    }
    while let candidate = previous {
      if candidate.nextOfUser === peer {
        candidate.nextOfUser = peer.nextOfUser
        return
      }
      previous = candidate.nextOfUser
    }
  }

  func hasPeer(of user: User.ID, where isRight: (Peer) -> Bool) -> Bool {
    var next = firstOfUser[user]
    while let peer = next {
      if isRight(peer) { return true }
      next = peer.nextOfUser
    }
    return false
  }

  func peers(of user: User.ID) -> [Peer] {
    var peers: [Peer] = []
    var next = firstOfUser[user]
    while let peer = next {
      peers.append(peer)
      next = peer.nextOfUser
    }
    return peers
  }

  /// The next share of all peers, so that each has had its turn after `turns` calls.
  mutating func nextShare(ofTurns turns: Int) -> [Peer] {
    Array(rota.nextShare(of: all, turns: turns))
  }
}
