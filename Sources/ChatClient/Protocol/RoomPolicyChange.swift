import ChatProtocol

/// A change of what may be done in a room, as everybody in it sees it: the protocol's event `policy`.
package struct RoomPolicyChange: Equatable, Sendable {
  package let room: String
  /// Its place in the room's order.
  package let seq: UInt64
  /// The same as an opaque word, with which the conversation can be taken up again after it.
  package let position: String
  /// Milliseconds since 1970, by the fleet's clock.
  package let time: Int64
  /// Chosen by the author; unique together with the author.
  package let id: String
  /// Who has changed it.
  package let from: User
  /// What is changed. Modes and roles of a later version, which this one does not know, are left out.
  package let change: PolicyChange
}
