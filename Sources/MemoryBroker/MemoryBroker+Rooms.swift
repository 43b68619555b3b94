import Broker
import ChatProtocol

extension MemoryBroker {
  package func run(_ call: NoteActivity, reply: @escaping NoteActivity.Completion) {
    for room in call.rooms { store.directory.note(room, now: store.now) }
    reply(.success(()))
  }

  package func run(_ call: UnlistRoom, reply: @escaping UnlistRoom.Completion) {
    store.directory.forget(call.room)
    reply(.success(()))
  }

  package func run(_ call: ListRooms, reply: @escaping ListRooms.Completion) {
    let latest = store.directory.latest(
      from: max(0, call.start), limit: min(max(call.limit, 1), 100), now: store.now)
    let rooms = latest.rooms.map { entry in
      ListedRoom(room: entry.room, count: store.existingRoom(entry.room)?.presence.count ?? 0, time: entry.time)
    }
    reply(.success(RoomListing(rooms: rooms, hasMore: latest.hasMore)))
  }
}

// MARK: - Presence

extension MemoryBroker {
  package func run(_ call: UpdatePresence, reply: @escaping UpdatePresence.Completion) {
    guard let room = store.room(call.room) else { return reply(.failure(.full)) }
    let notices = room.presence.update(by: instance, present: call.present, gone: call.gone, now: store.now)
    store.tell(room, notices.map { .presence($0) })
    reply(.success(room.presence.count))
  }

  package func run(_ call: ListMembers, reply: @escaping ListMembers.Completion) {
    guard let room = store.existingRoom(call.room) else { return reply(.success(Members(users: [], count: 0))) }
    let notices = room.presence.update(by: instance, present: [], gone: [], now: store.now)
    store.tell(room, notices.map { .presence($0) })
    reply(.success(Members(users: room.presence.users(limit: max(call.limit, 0)), count: room.presence.count)))
  }
}

// MARK: - What the store has

extension MemoryBroker {
  package func run(_ call: SurveyStore, reply: @escaping SurveyStore.Completion) {
    reply(.success(store.survey(from: call.cursor, ofRooms: call.isOfRooms)))
  }

  package func run(_ call: RemoveRoom, reply: @escaping RemoveRoom.Completion) {
    reply(.success(store.remove(call.room, unusedFor: call.unusedFor)))
  }
}
