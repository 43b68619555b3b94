import ChatProtocol

// Changes go through a room like messages; a deletion moreover takes back what the room still holds.
extension Room {
  /// A deleted message leaves no text here, nor do its edits: neither for those who join, nor to be put back.
  func applyDeletion(_ header: MessageHeader) {
    if header.kind == .delete, let target = header.target { log.erase(target) }
  }

  /// A message's event, if it is among those that are held here for sure.
  func event(at seq: UInt64) -> [UInt8]? {
    guard sync.isLive, seq >= log.firstSeq, seq <= log.position.seq else { return nil }
    return log.objects(from: seq, through: seq).first.map { Array($0.bytes) }
  }
}
