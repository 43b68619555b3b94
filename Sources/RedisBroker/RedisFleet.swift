import Broker
import ChatProtocol

extension RedisBroker {
  package func run(_ call: ReadMaintenance, reply completion: @escaping ReadMaintenance.Completion) {
    commands.send(2) { writer in
      writer.add("GET" as StaticString)
      writer.add(RedisKeys.maintenance)
    } completion: { [self] result in
      answer(result, completion) { reply in
        if reply.nothing() { return Maintenance(isOn: false, message: "") }
        return reply.bytes().flatMap { Maintenance(stored: $0) }
      }
    }
  }

  package func run(_ call: SetMaintenance, reply completion: @escaping SetMaintenance.Completion) {
    commands.call(.maintenanceSet, keys: 1, count: 3) { writer in
      writer.add(RedisKeys.maintenance)
      writer.add(call.maintenance.stored)
      writer.add(RedisKeys.fleet)
    } completion: { [self] result in
      answer(result, completion) { reply in reply.integer().map { _ in () } }
    }
  }

  package func run(_ call: RecordDirect, reply completion: @escaping RecordDirect.Completion) {
    let (room, sender, recipient) = (call.room, call.sender, call.recipient)
    commands.call(.directRecord, keys: 4, count: 11) { writer in
      for user in [sender, recipient] {
        writer.add(RedisKeys.directRooms(of: user.id))
        writer.add(RedisKeys.directOthers(of: user.id))
      }
      writer.add(room.text)
      writer.add(sender.stored)
      writer.add(recipient.stored)
      writer.add(configuration.limits.seconds)
      writer.add(DirectRoom.kept)
      writer.add(RedisKeys.fleet)
      writer.add(FleetEvent.directPayload(room, from: sender, to: recipient.id))
    } completion: { [self] result in
      answer(result, completion) { reply in reply.integer().map { _ in () } }
    }
  }

  package func run(_ call: ListDirectRooms, reply completion: @escaping ListDirectRooms.Completion) {
    commands.call(.directList, keys: 2, count: 3) { writer in
      writer.add(RedisKeys.directRooms(of: call.user))
      writer.add(RedisKeys.directOthers(of: call.user))
      writer.add(configuration.limits.seconds)
    } completion: { [self] result in
      answer(result, completion) { reply in [DirectRoom](&reply) }
    }
  }
}

extension [DirectRoom] {
  /// What `direct_list.lua` returns: rooms and others in turns.
  fileprivate init?(_ reply: inout ReplyCursor) {
    guard let elements = reply.array() else { return nil }
    self = []
    for _ in 0..<elements / 2 {
      guard let room = reply.text().flatMap({ RoomName(stored: $0) }),
        let other = reply.bytes().flatMap({ User(stored: $0) })
      else { return nil }
      append(DirectRoom(room: room, other: other))
    }
  }
}
