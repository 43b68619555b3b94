import Broker
import ChatProtocol

// Changes go through a room like messages; a deletion or an edit moreover takes back what the room still holds.
extension Room {
  /// A deleted message leaves no text here, nor do its edits: neither for those who join, nor to be put back. An edit leaves
  /// none of those before it, as the store and an archive do.
  func applyChange(_ header: MessageHeader, at seq: UInt64) {
    guard let target = header.target else { return }
    switch header.kind {
    case .delete: log.erase(target)
    case .edit: log.erase(target, editedAt: seq)
    default: break
    }
  }

  /// A deletion that was put back: the message may have been, too, by an instance that had not heard of its deletion. Its texts
  /// are taken out again where they lie now.
  func applyRestored(_ header: MessageHeader) {
    guard header.kind == .delete, let target = header.target else { return }
    for place in log.places(of: target) { hub.broker.perform(Erase(.deleted(place), in: name)) { _ in } }
  }

  /// A message's event, if it is among those that are held here for sure: under its new place, if the store had lost it and
  /// was given it again.
  func event(of message: MessageReference) -> [UInt8]? {
    event(at: message.position.flatMap { log.seq(ofIdentity: $0.identity) } ?? message.seq)
  }

  /// Whether what is not there, and somebody has seen, may be put back soon.
  func mayRestore(for user: User.ID) -> Bool {
    sync.state == .resyncing || sync.state == .restoring || sync.expected.isAwaited(by: user)
  }

  private func event(at seq: UInt64) -> [UInt8]? {
    guard sync.isLive, seq >= log.firstSeq, seq <= log.position.seq else { return nil }
    return log.objects(from: seq, through: seq).first.map { Array($0.bytes) }
  }
}
