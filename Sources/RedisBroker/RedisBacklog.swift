import Broker
import ChatProtocol

extension RedisBroker {
  package func run(_ call: Publish, reply completion: @escaping Publish.Completion) {
    let (publication, known) = (call.publication, call.known)
    guard let gate else { return store(publication, expecting: known, on: commands, completion: completion) }
    gate.pass(completion) { [weak self] completion in
      guard let self else { return completion(.failure(.unavailable(reason: "this instance ends"))) }
      self.store(publication, expecting: known, on: gate.connection, completion: completion)
    }
  }

  private func store(
    _ publication: Publication, expecting known: Position?, on connection: CommandConnection,
    completion: @escaping (Result<Receipt, BrokerFailure>) -> Void
  ) {
    let channel = RedisKeys.channel(publication.room)
    connection.call(.publish, keys: 3, count: 17) { writer in
      writer.add(channel, ":m")
      writer.add(channel, ":s")
      writer.add("\(channel):i:\(RedisKeys.plain(publication.author)):\(RedisKeys.plain(publication.id))")
      writer.add(channel)
      writer.add(epochs.next())
      writer.add(publication.identity)
      writer.add(publication.digest)
      writer.add(publication.body)
      writer.add(retention.messages)
      writer.add(retention.backlogSeconds)
      writer.add(retention.epochSeconds)
      writer.add(retention.requestSeconds)
      writer.add(retention.renewal)
      writer.add(known?.epoch ?? "")
      writer.add(known?.generation ?? 0)
      writer.add(known?.seq ?? 0)
      writer.add(connection.replicationID)
    } completion: { [self] result in
      if case .success(var reply) = result, let failure = BrokerFailure(refusal: reply.bytes()) {
        return completion(.failure(failure))
      }
      answer(result, completion) { reply in reply.bytes().flatMap { Receipt($0) } }
    }
  }

  package func run(_ call: Synchronize, reply completion: @escaping Synchronize.Completion) {
    let position = call.position
    let channel = RedisKeys.channel(call.room)
    commands.call(.synchronize, keys: 3, count: 12) { writer in
      writer.add(channel, ":m")
      writer.add(channel, ":s")
      writer.add(channel, ":x")
      writer.add(epochs.next())
      writer.add(pageSize(call.limit))
      writer.add(retention.emptyRoomSeconds)
      writer.add(position?.epoch ?? "")
      writer.add(position?.generation ?? 0)
      writer.add(position?.seq ?? 0)
      writer.add(position?.identity ?? "-")
      writer.add(BacklogLimits.pageBytes)
      writer.add(commands.replicationID)
    } completion: { [self] result in
      answer(result, completion) { reply in SyncPage(&reply) }
    }
  }

  package func run(_ call: Amend, reply completion: @escaping Amend.Completion) {
    let channel = RedisKeys.channel(call.room)
    let (original, edit): (Position, Position?) =
      switch call.amendment {
      case .edited(let original, by: let edit): (original, edit)
      case .deleted(let original): (original, nil)
      }
    commands.call(.amend, keys: 3, count: 8) { writer in
      writer.add(channel, ":x")
      writer.add(channel, ":e")
      writer.add(channel, ":s")
      writer.add(String(original.seq))
      writer.add(original.identity)
      writer.add(edit.map { String($0.seq) } ?? "")
      writer.add(edit?.identity ?? "")
      writer.add(retention.backlogSeconds)
    } completion: { [self] result in
      answer(result, completion) { reply in reply.integer().map { _ in () } }
    }
  }

  package func run(_ call: Subscribe, reply completion: @escaping Subscribe.Completion) {
    let room = call.room
    subscriber.follow(RedisKeys.channel(room)) { [weak self] payload in
      self?.received(payload, in: room)
    } completion: { result in
      completion(result.mapError { $0.brokerFailure })
    }
  }

  package func unsubscribe(from room: RoomName) {
    subscriber.unfollow(RedisKeys.channel(room))
  }

  package func announce(_ ephemeral: Ephemeral, in room: RoomName) {
    commands.send(3) { writer in
      writer.add("PUBLISH" as StaticString)
      writer.add(RedisKeys.channel(room))
      writer.add(ephemeral.payloadHead, ephemeral.json)
    } completion: { _ in
    }
  }

  func pageSize(_ limit: Int) -> Int { min(max(limit, 1), 1_000) }
}

extension BrokerFailure {
  /// What `publish.lua` returns when it stored nothing.
  fileprivate init?(refusal bytes: UnsafeRawBufferPointer?) {
    guard let bytes, bytes.count == 1 else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "c"): self = .conflict
    case UInt8(ascii: "s"): self = .stale
    default: return nil
    }
  }
}

extension Receipt {
  /// What `publish.lua` returns: a tag, a position and a time.
  fileprivate init?(_ bytes: UnsafeRawBufferPointer) {
    var words = WordScanner(bytes)
    guard let tag = words.take(), let position = Position(&words), let time = words.number(Int64.self) else {
      return nil
    }
    self.init(position: position, time: time, isDuplicate: tag.first == UInt8(ascii: "d"))
  }
}
