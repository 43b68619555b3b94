import ChatProtocol

/// What keeps the rooms: one Redis, or several shards, each with the rooms whose slots it has.
final class SimulatedShards {
  let scheduler: Scheduler
  private(set) var primaries: [SimulatedRedis]
  /// On which shard a room is that was moved; by its name where it was not.
  private var moved: [RoomName: Int] = [:]
  /// What is asked of rooms that are on their way, in order.
  private var postponed: [RoomName: [() -> Void]] = [:]

  init(_ scheduler: Scheduler, count: Int) {
    self.scheduler = scheduler
    let names = SimulatedRedis.Names()
    primaries = (0..<count).map { _ in SimulatedRedis(scheduler, names: names) }
  }

  var count: Int { primaries.count }

  /// The shard that has a room's slot.
  func index(of room: RoomName) -> Int {
    moved[room] ?? room.text.utf8.reduce(0) { $0 + Int($1) } % count
  }

  /// The primary that has the room, by what all others say.
  func primary(of room: RoomName) -> SimulatedRedis { primaries[index(of: room)] }

  // MARK: - Moving

  /// Does what is asked of a room; after its move, while that lasts.
  func whenSettled(_ room: RoomName, _ body: @escaping () -> Void) {
    if postponed[room] == nil { body() } else { postponed[room]?.append(body) }
  }

  /// Moves a room to another shard: for a while neither answers, then the other does, and followers must follow it there.
  func move(_ name: RoomName) {
    guard count > 1, postponed[name] == nil else { return }
    postponed[name] = []
    var (room, followers) = primary(of: name).release(name)
    if primary(of: name).mutation == .movesIncompletely { _ = room?.messages.popLast() }
    moved[name] = (index(of: name) + scheduler.pick(1...count - 1)) % count
    scheduler.after(1...300) {
      self.primary(of: name).adopt(room, as: name)
      let bodies = self.postponed.removeValue(forKey: name) ?? []
      for body in bodies { body() }
      for follower in followers { follower.isUnfollowed(name) }
    }
  }

  // MARK: - Two primaries

  /// The replica of a shard takes over from a primary that still answers whoever has not heard of it.
  func promoteReplica(of index: Int) { primaries[index] = primaries[index].promoteReplica() }
}
