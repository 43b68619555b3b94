import ChatProtocol

/// Moves a user's read marks, each if that is ahead of where it stands, or forced, and tells the fleet of those that moved
/// (`FleetEvent.read`). Of more rooms than `ReadMark.kept` those are forgotten whose marks were moved longest ago.
package struct MoveReadMarks: BrokerCall {
  package let user: User.ID
  /// Of each room one at most.
  package let moves: [ReadMove]
  /// Who tells it: the instance's name.
  package let instance: String
  /// How long the user's marks are kept from now on: seconds.
  package let lifetime: Int

  package init(of user: User.ID, _ moves: [ReadMove], by instance: String, lifetime: Int) {
    self.user = user
    self.moves = moves
    self.instance = instance
    self.lifetime = lifetime
  }

  /// The rooms in which the mark moved.
  package typealias Reply = [RoomName]

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
