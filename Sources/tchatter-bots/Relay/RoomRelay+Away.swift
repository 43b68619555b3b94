import Base
import ChatClient
import ChatProtocol

// Telling that somebody was mentioned, or answered, who is away.
extension RoomRelay {
  private var tellsAway: Bool { setting.away != nil }

  /// What was noted is old once it is told again who is away, and nobody has heard meanwhile who came.
  func forgetNotes() {
    for id in journal.notes.held.sorted() { journal.take(.back(id)) }
    // What can't be written now is written later.
    try? journal.write()
  }

  /// Notes whom a message means. Whether they are away is judged some time later: until then they may come, or turn out to have gone.
  func note(_ message: StoredEvent) {
    guard tellsAway, let mention = AwayMention(message.object, heard: reactor.wallClock) else { return }
    know(mention.from)
    let meant = journal.notes.known.meant(by: message.object)
    for id in meant.sorted() where journal.notes.wants(id) { journal.take(.mentioned(id, mention)) }
  }

  /// Somebody is, or was, in the room: a mention can mean them.
  func know(_ user: User) {
    guard tellsAway, !setting.isOwn(user.name), journal.notes.known.isNews(user) else { return }
    journal.take(.known(user))
  }

  /// Somebody has come into some room.
  func cameBack(_ id: User.ID) { if tellsAway, journal.notes.holds(id) { journal.take(.back(id)) } }

  /// Somebody has written in some room, before what they were mentioned in where it is heard of late.
  /// - Parameter time: by the fleet's clock.
  func wrote(_ id: User.ID, at time: Int64) {
    guard tellsAway, journal.notes.mentions[id]?.last.map({ $0.time > time }) != true else { return }
    cameBack(id)
  }

  /// Who is in some room is away no more. What was heard of them since is judged in its time: a list may lag.
  func areThere(_ ids: Set<User.ID>) {
    for id in ids.filter({ hasToldAway($0) }).sorted() { cameBack(id) }
  }

  // MARK: - Judging

  /// Whether anything is known of who is there.
  var knowsPeople: Bool { people?.knowledge != RoomPeople.Knowledge.none }

  /// Whose mentions are to be judged now.
  var dueMentions: [User.ID] {
    guard let away = setting.away, !isFull else { return [] }
    return journal.notes.due(at: reactor.wallClock - Int64(away.milliseconds))
  }

  /// Whether the receiver knows that somebody is away.
  func hasToldAway(_ id: User.ID) -> Bool { tellsAway && journal.notes.told.contains(id) }

  func attendance(of id: User.ID) -> RoomPeople.Attendance {
    people?.attendance(of: id, at: reactor.now, within: setting.away ?? .zero) ?? .away
  }

  func tellAway(_ id: User.ID) {
    // In a room of which not all can be told who are there, nobody is said to be away.
    guard people?.knowledge == .whole, let user = journal.notes.known[id], let mentions = journal.notes.mentions[id]
    else {
      return cameBack(id)
    }
    journal.take(.away(OutgoingEvent(away: user, room: room, mentions: mentions, time: reactor.wallClock), id))
    taken += 1
  }
}
