/// The numbers with which a relay is stopped.
struct RelayReport {
  let lines: [String]
  /// Whether everything that was taken is on the disk, or has arrived.
  let isWritten: Bool

  init(_ relays: [RoomRelay], isWritten: Bool) {
    lines = relays.map {
      "\($0.room): \($0.taken) taken, \($0.delivered) delivered, \($0.givenUp) given up, \($0.waiting) waiting"
    }
    self.isWritten = isWritten
  }
}
