import Broker
import ChatProtocol

extension MemoryBroker {
  package func run(_ call: ReadMaintenance, reply: @escaping ReadMaintenance.Completion) {
    reply(.success(store.maintenance))
  }

  package func run(_ call: SetMaintenance, reply: @escaping SetMaintenance.Completion) {
    store.maintenance = call.maintenance
    store.tellFleet(.maintenance(call.maintenance))
    reply(.success(()))
  }

  package func run(_ call: RecordDirect, reply: @escaping RecordDirect.Completion) {
    let isFirst = store.directs.record(call, within: store.limits.seconds, now: store.now)
    store.tellFleet(.direct(room: call.room, from: call.sender, recipient: call.recipient.id))
    reply(.success(isFirst))
  }

  package func run(_ call: ListDirectRooms, reply: @escaping ListDirectRooms.Completion) {
    reply(.success(store.directs.rooms(of: call.user, within: store.limits.seconds, now: store.now)))
  }
}

// MARK: - What was read, and what is to be

extension MemoryBroker {
  package func run(_ call: MoveReadMarks, reply: @escaping MoveReadMarks.Completion) {
    store.sweep()
    guard !store.space.isFull else { return reply(.failure(.full)) }
    let moved = store.readMarks.move(call, now: store.now)
    reply(.success(moved.map(\.room)))
    guard !moved.isEmpty else { return }
    store.tellFleet(.read(user: call.user, moved.map { RoomMark($0.room, $0.mark) }, by: call.instance))
  }

  package func run(_ call: ListReadMarks, reply: @escaping ListReadMarks.Completion) {
    reply(.success(store.readMarks.list(of: call.user, now: store.now)))
  }

  package func run(_ call: NoteMentions, reply: @escaping NoteMentions.Completion) {
    store.sweep()
    guard !store.space.isFull else { return reply(.failure(.full)) }
    var noted: Set<User.ID> = [call.author]
    for names in call.names {
      let found = names.lazy.compactMap { self.store.sessions.person(named: $0, now: self.store.now) }.first
      guard let found, call.readers.contains(found.user), noted.insert(found.user).inserted else { continue }
      let lifetime = found.isLasting ? SessionRecord.longestLife : call.lifetime
      store.mentions.note(call.mention, for: found.user, lifetime: lifetime, now: store.now)
    }
    for user in call.called where call.readers.contains(user) && noted.insert(user).inserted {
      let lifetime = user.utf8.count == User.guestIDLength ? call.lifetime : SessionRecord.longestLife
      store.mentions.note(call.mention, for: user, lifetime: lifetime, now: store.now)
    }
    reply(.success(noted.count - 1))
  }

  package func run(_ call: ListMentions, reply: @escaping ListMentions.Completion) {
    reply(.success(store.mentions.list(of: call.user, now: store.now)))
  }

  package func run(_ call: ForgetUser, reply: @escaping ForgetUser.Completion) {
    store.readMarks.forget(call.user)
    store.mentions.forget(call.user)
    store.sessions.forgetName(of: call.user)
    reply(.success(()))
  }
}

// MARK: - The page

extension MemoryBroker {
  package func run(_ call: StorePage, reply: @escaping StorePage.Completion) {
    store.pages.keep(call.files, of: call.version, now: store.now)
    reply(.success(()))
  }

  package func run(_ call: FindPageFile, reply: @escaping FindPageFile.Completion) {
    reply(.success(store.pages.file(call.path, of: call.version, now: store.now)))
  }
}
