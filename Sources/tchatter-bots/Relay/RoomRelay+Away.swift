import Base
import ChatClient
import ChatProtocol

// Telling that somebody was mentioned, or answered, who is away.
extension RoomRelay {
  /// Notes whom a message means. Whether they are away is judged some time later: until then they may come, or turn out to have gone.
  func note(_ message: StoredEvent) {
    guard let notes, let mention = AwayMention(message.object, heard: reactor.wallClock) else { return }
    know(mention.from)
    let meant = AwayMention.people(meantBy: message.object, of: notes.known)
    for id in meant.sorted() where notes.wants(id) { takeNote(.mentioned(id, mention)) }
  }

  /// Somebody is, or was, in the room: a mention can mean them.
  func know(_ user: User) {
    guard !setting.isOwn(user.name), notes?.hear(of: user) == true else { return }
    journal.take(.known(user))
  }

  private func takeNote(_ line: RelayLine) {
    notes?.apply(line)
    journal.take(line)
  }

  /// Somebody has come into some room.
  func cameBack(_ id: User.ID) { if notes?.holds(id) == true { takeNote(.back(id)) } }

  /// Who is in some room is away no more. What was heard of them since is judged in its time: a list may lag.
  func areThere(_ ids: Set<User.ID>) {
    for id in (notes?.told ?? []).intersection(ids).sorted() { takeNote(.back(id)) }
  }

  // MARK: - Judging

  /// Whose mentions are to be judged now.
  var dueMentions: [User.ID] {
    guard let away = setting.away, let notes, people?.knowledge != RoomPeople.Knowledge.none, !isFull else { return [] }
    return notes.due(at: reactor.wallClock - Int64(away.milliseconds))
  }

  /// Whether the receiver knows that somebody is away.
  func hasToldAway(_ id: User.ID) -> Bool { notes?.told.contains(id) == true }

  func attendance(of id: User.ID) -> RoomPeople.Attendance {
    people?.attendance(of: id, at: reactor.now, within: setting.away ?? .zero) ?? .away
  }

  func tellAway(_ id: User.ID) {
    // In a room of which not all can be told who are there, nobody is said to be away.
    guard people?.knowledge == .whole, let user = notes?.known[id], let mentions = notes?.mentions[id] else {
      return cameBack(id)
    }
    takeNote(.away(OutgoingEvent(away: user, room: room, mentions: mentions, time: reactor.wallClock), id))
    taken += 1
  }
}
