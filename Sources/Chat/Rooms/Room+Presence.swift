import Broker
import ChatProtocol

// Who is here, and who is typing: what is fleeting.
extension Room {
  func receive(_ ephemeral: Ephemeral) {
    switch ephemeral {
    case .typing(let typing):
      guard members.count <= hub.configuration.typingLimit else { return }
      whisper(typing.json, except: typing.user)
    case .report(let report): tellLeaders(report.json(in: name))
    case .resolved(let position): tellLeaders(Report.resolution(of: position, in: name))
    case .presence(let notice):
      presence.count = notice.count
      // Where many come and go, a list that is a second old has to do.
      if notice.count <= hub.configuration.presenceDetailLimit { hub.memberLists.expire(name) }
      guard audience <= hub.configuration.presenceDetailLimit else {
        presence.hasUntoldCount = true
        return
      }
      whisper(notice.json(in: name), except: nil)
    }
  }

  /// How many get what is said here: the connections to this instance, or the people of the fleet if they are more.
  var audience: Int { max(members.count, presence.count) }

  /// Whether a user counts as present here, on this instance.
  func counts(_ user: User) -> Bool { hub.isPresent(user, in: self) || presence.lingers(user) }

  /// How many it is told to that somebody came or went, as far as they pay for that. Where there are many, they are told of
  /// all at once every now and then, for which one pays; of very many for no more than are told in the shortest time.
  var presenceAudience: Int {
    audience > hub.configuration.presenceDetailLimit && presence.isCountPaid
      ? 0 : min(audience, PresenceNews.mostPaid)
  }

  /// The same, which is paid for now.
  func takePresenceAudience() -> Int {
    let count = presenceAudience
    presence.isCountPaid = count > hub.configuration.presenceDetailLimit || presence.isCountPaid
    return count
  }

  /// How many it is told to that somebody types.
  var typingAudience: Int { members.count <= hub.configuration.typingLimit ? audience : 0 }

  /// Tells those members who keep up; what is fleeting must not press on the others.
  private func whisper(_ json: [UInt8], except user: User.ID?) {
    let frame = hub.frame(json)
    for client in members where client.user.id != user && client.transport.spareBytes > 0 {
      client.transport.deliver(frame)
    }
  }

  /// In large rooms the number of members replaces their coming and going.
  func tellCount() {
    guard presence.takeCount(hub.time.now) else { return }
    whisper(PresenceNotice(count: presence.count).json(in: name), except: nil)
  }

  /// Tells the fleet who came and went, and asserts the others again before they expire.
  func tellPresence() {
    if let news = presence.takeNews(hub.time.now) {
      for user in news.gone { hub.charge(departureOf: user, from: self) }
      updatePresence(present: news.present, gone: news.gone) { self.tell(news.present, $0) }
    }
    guard presence.takeAssertion(hub.time.now) else { return }
    let users = members.map(\.user) + presence.lingering
    for start in stride(from: 0, to: users.count, by: 1_000) {
      updatePresence(present: Array(users[start..<min(start + 1_000, users.count)]), gone: [])
    }
  }

  /// - Parameter completion: told how many the store counts.
  private func updatePresence(present: [User], gone: [User.ID], completion: @escaping (Int) -> Void = { _ in }) {
    hub.broker.perform(UpdatePresence(in: name, present: present, gone: gone)) { result in
      guard case .success(let count) = result else { return }
      completion(count)
      self.presence.count = count
    }
  }

  /// Those who came were told what the instance knew, and are told what the store counts if that is something else: of people
  /// elsewhere it knows nothing when it has just begun to follow the room, and whoever is here by another connection already
  /// it counted twice. Where many are here, all are told every now and then.
  private func tell(_ arrivals: [User], _ count: Int) {
    guard count != presence.count, members.count <= hub.configuration.presenceDetailLimit else { return }
    let (frame, ids) = (hub.frame(PresenceNotice(count: count).json(in: name)), Set(arrivals.map(\.id)))
    for client in members where ids.contains(client.user.id) && client.transport.spareBytes > 0 {
      client.transport.deliver(frame)
    }
  }
}
