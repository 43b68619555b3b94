import Broker
import ChatProtocol

extension RedisBroker {
  package func maintenance(completion: @escaping (Result<Maintenance, BrokerFailure>) -> Void) {
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

  package func setMaintenance(
    _ maintenance: Maintenance, completion: @escaping (Result<Void, BrokerFailure>) -> Void
  ) {
    commands.call(.maintenanceSet, keys: 1, count: 3) { writer in
      writer.add(RedisKeys.maintenance)
      writer.add(maintenance.stored)
      writer.add(RedisKeys.fleet)
    } completion: { [self] result in
      answer(result, completion) { reply in reply.integer().map { _ in () } }
    }
  }

  package func recordDirect(
    _ room: RoomName, from sender: User, to recipient: User,
    completion: @escaping (Result<Void, BrokerFailure>) -> Void
  ) {
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

  package func directRooms(
    of user: User.ID, completion: @escaping (Result<[DirectRoom], BrokerFailure>) -> Void
  ) {
    commands.call(.directList, keys: 2, count: 3) { writer in
      writer.add(RedisKeys.directRooms(of: user))
      writer.add(RedisKeys.directOthers(of: user))
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
