/// The numbers with which a relay is stopped.
struct RelayReport {
  let lines: [String]
  /// Whether everything that was taken is on the disk, or has arrived.
  let isWritten: Bool

  /// - Parameter keptOut: rooms that the relay may not be in (any more).
  init(_ relays: [RoomRelay], keptOut: Set<String>, isWritten: Bool) {
    lines = relays.map {
      "\($0.room): \($0.taken) taken, \($0.delivered) delivered, \($0.givenUp) given up, \($0.waiting) waiting"
        + (keptOut.contains($0.room) ? ", not let in" : "")
    }
    self.isWritten = isWritten
  }
}
