import ChatProtocol

/// The newest messages of a room, found by their seq: a ring that grows up to its capacity and then overwrites its
/// oldest.
struct MessageRing {
  let capacity: Int
  /// The seq before the oldest that could ever have been in `slots`.
  private var base: UInt64
  /// Of the newest message that was ever here.
  private(set) var lastSeq: UInt64
  /// The oldest seq that is kept, or the one to come when none is.
  private(set) var firstSeq: UInt64
  private var slots: [StoredMessage] = []
  /// What the bodies of the kept messages come to.
  private(set) var byteCount = 0

  /// - Parameter capacity: at least 1.
  init(capacity: Int, lastSeq: UInt64 = 0) {
    self.capacity = max(1, capacity)
    self.base = lastSeq
    self.lastSeq = lastSeq
    self.firstSeq = lastSeq + 1
  }

  var count: Int { Int(lastSeq + 1 - firstSeq) }

  /// Appends the message whose seq follows `lastSeq`.
  mutating func append(_ message: StoredMessage) {
    precondition(message.seq == lastSeq + 1, "a room's seqs have no hole")
    if count == capacity { removeOldest() }
    byteCount += message.body.count
    if slots.count < capacity { slots.append(message) } else { slots[index(of: message.seq)] = message }
    lastSeq = message.seq
  }

  /// Forgets the oldest messages that are so; the seqs go on.
  mutating func removeOldest(while isOld: (StoredMessage) -> Bool) {
    while count > 0, isOld(slots[index(of: firstSeq)]) { removeOldest() }
    guard count == 0 else { return }
    slots = []
    base = lastSeq
  }

  private mutating func removeOldest() {
    let place = index(of: firstSeq)
    byteCount -= slots[place].body.count
    slots[place] = slots[place].bodiless
    firstSeq += 1
  }

  /// The message with this seq, if it is kept.
  subscript(seq: UInt64) -> StoredMessage? {
    get { seq >= firstSeq && seq <= lastSeq ? slots[index(of: seq)] : nil }
    set {
      guard let newValue, seq >= firstSeq, seq <= lastSeq else { return }
      byteCount += newValue.body.count - slots[index(of: seq)].body.count
      slots[index(of: seq)] = newValue
    }
  }

  /// The kept messages from `seq` on, at most `limit`, ascending.
  func from(_ seq: UInt64, limit: Int) -> [StoredMessage] {
    let start = max(seq, firstSeq)
    guard start <= lastSeq, limit > 0 else { return [] }
    let end = start + min(UInt64(limit) - 1, lastSeq - start)
    return (start...end).map { slots[index(of: $0)] }
  }

  /// The kept messages up to and including `seq`, the newest `limit` of them, ascending.
  func upTo(_ seq: UInt64, limit: Int) -> [StoredMessage] {
    let end = min(seq, lastSeq)
    guard end >= firstSeq, limit > 0 else { return [] }
    let start = end - min(UInt64(limit) - 1, end - firstSeq)
    return (start...end).map { slots[index(of: $0)] }
  }

  private func index(of seq: UInt64) -> Int { Int((seq - base - 1) % UInt64(capacity)) }
}

extension StoredMessage {
  /// What stands in a place that is free again.
  fileprivate var bodiless: StoredMessage {
    StoredMessage(generation: generation, seq: seq, identity: identity, time: time, header: header, body: [])
  }
}
