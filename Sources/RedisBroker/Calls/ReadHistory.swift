import Base
import Broker
import ChatProtocol
import RedisClient

// Reading back is asked for by each client for itself, so it is the one page that does not come from a script: to take a
// hundred entries into Lua and out again costs Redis six times as much as to send them. Nor is it a transaction, which a
// full Redis refuses. The room's epoch is asked for before and after instead: the same one twice means that nobody began
// another history in between.

extension RedisBackend {
  /// Messages of a step: whatever it brings is sent, however little of it is wanted.
  private static var step: Int { 32 }

  func run(_ call: ReadHistory, reply completion: @escaping ReadHistory.Completion) {
    let limit = RedisBroker.pageSize(call.limit)
    var epoch: Result<String, BrokerFailure>?
    askEpoch(of: call.room) { epoch = $0 }
    read(call, limit: limit, from: call.range.nearest, behind: []) { messages in
      // After the messages, so that none is handed out whose text was taken out meanwhile.
      var erased: Result<NotedPlaces, BrokerFailure>?
      askErased(of: call.room, call.range, limit: limit) { erased = $0 }
      var edited: Result<NotedPlaces, BrokerFailure> = .success(NotedPlaces())
      if call.tellsEdited, case .success(let messages) = messages {
        askEdited(messages, of: call.room, limit: limit) { edited = $0 }
      }
      askEpoch(of: call.room) { again in
        guard let epoch, let erased else { return completion(.failure(RedisFailure.unreadable.brokerFailure)) }
        completion(
          Result { () throws(BrokerFailure) in
            guard try epoch.get() == again.get() else {
              throw .unavailable(reason: "another history of the room began")
            }
            let (erased, edited) = (try erased.get(), try edited.get())
            let found = try messages.get().map { erased.applied(to: $0) }
            return HistoryPage(
              epoch: try epoch.get(), found, edited: edited, of: call, limit: limit)
          })
      }
    }
  }

  /// Reads step by step until there is a page, and one message to see whether there are more.
  private func read(
    _ call: ReadHistory, limit: Int, from seq: UInt64, behind found: [StoredMessage],
    completion: @escaping (Result<[StoredMessage], BrokerFailure>) -> Void
  ) {
    let isFull = found.page(of: call, limit: limit).isFull
    let wanted = isFull ? 1 : min(limit + 1 - found.count, Self.step)
    askMessages(of: call.room, call.range, from: seq, limit: wanted) { result in
      guard case .success(let step) = result, step.count == wanted, !isFull, let last = step.last else {
        return completion(result.map { found + $0 })
      }
      let all = found + step
      let next = call.range.isBackwards ? last.seq - 1 : last.seq + 1
      guard all.count <= all.page(of: call, limit: limit).count, next > 0 else { return completion(.success(all)) }
      read(call, limit: limit, from: next, behind: all, completion: completion)
    }
  }

  /// The room's epoch, empty when there is no such room.
  func askEpoch(of room: RoomName, completion: @escaping (Result<String, BrokerFailure>) -> Void) {
    send(to: .room(room)) { command in
      command.add("HGET" as StaticString)
      command.add(RedisKeys.channel(room), RoomKey.meta)
      command.add("e" as StaticString)
    } completion: { result in
      completion(result.reading { reply in reply.nothing() ? "" : reply.text() })
    }
  }

  /// The messages nearest to a seq, in the range's direction.
  private func askMessages(
    of room: RoomName, _ range: HistoryRange, from seq: UInt64, limit: Int,
    completion: @escaping (Result<[StoredMessage], BrokerFailure>) -> Void
  ) {
    send(to: .room(room)) { command in
      command.add(range.isBackwards ? "XREVRANGE" : "XRANGE" as StaticString)
      command.add(RedisKeys.channel(room), RoomKey.stream)
      command.add(seq)
      command.add(range.isBackwards ? "-" : "+" as StaticString)
      command.add("COUNT" as StaticString)
      command.add(limit)
    } completion: { result in
      completion(result.reading { reply in StoredMessage.entries(&reply) })
    }
  }
}

extension RedisBackend {
  /// The places nearest to the range's seq whose text was taken out: among them are all that can lie in the page.
  private func askErased(
    of room: RoomName, _ range: HistoryRange, limit: Int,
    completion: @escaping (Result<NotedPlaces, BrokerFailure>) -> Void
  ) {
    send(to: .room(room)) { command in
      command.add(range.isBackwards ? "ZREVRANGEBYSCORE" : "ZRANGEBYSCORE" as StaticString)
      command.add(RedisKeys.channel(room), RoomKey.erased)
      command.add(range.nearest)
      command.add(range.isBackwards ? "-inf" : "+inf" as StaticString)
      command.add("LIMIT" as StaticString)
      command.add("0" as StaticString)
      command.add(limit)
    } completion: { result in
      completion(result.reading { reply in reply.array().flatMap { NotedPlaces(&reply, count: $0) } })
    }
  }
}

extension RedisBackend {
  /// Those of a page's messages that have a newest edit.
  private func askEdited(
    _ messages: [StoredMessage], of room: RoomName, limit: Int,
    completion: @escaping (Result<NotedPlaces, BrokerFailure>) -> Void
  ) {
    guard let first = messages.first?.seq, let last = messages.last?.seq else { return }
    send(to: .room(room)) { command in
      command.add("ZRANGEBYSCORE" as StaticString)
      command.add(RedisKeys.channel(room), RoomKey.edits)
      command.add(min(first, last))
      command.add(max(first, last))
      command.add("LIMIT" as StaticString)
      command.add("0" as StaticString)
      command.add(2 * limit + 2)
    } completion: { result in
      completion(result.reading { reply in reply.array().flatMap { NotedPlaces(&reply, count: $0) } })
    }
  }
}

extension HistoryRange {
  /// The seq at which it begins.
  fileprivate var nearest: UInt64 {
    switch self {
    case .before(let seq): min(max(seq, 1) - 1, Position.greatestSeq)
    case .after(let seq): min(seq, Position.greatestSeq) + 1
    }
  }
}

extension [StoredMessage] {
  /// How many of these, in the range's direction, make the page; and whether it can take no more.
  fileprivate func page(of call: ReadHistory, limit: Int) -> (count: Int, isFull: Bool) {
    var bytes = 0
    for (index, message) in prefix(limit).enumerated() {
      bytes += message.body.count
      if bytes >= call.bytes { return (index + 1, true) }
    }
    return (Swift.min(count, limit), count >= limit)
  }
}

extension HistoryPage {
  /// - Parameter messages: in the range's direction, one more than the page has when there are more.
  fileprivate init(
    epoch: String, _ messages: [StoredMessage], edited: NotedPlaces, of call: ReadHistory, limit: Int
  ) {
    let count = epoch.isEmpty ? 0 : messages.page(of: call, limit: limit).count
    let nearest = Array(messages.prefix(count))
    let hasMore = !epoch.isEmpty && messages.count > count
    self.init(
      epoch: epoch, messages: call.range.isBackwards ? nearest.reversed() : nearest, hasMore: hasMore,
      edited: Set(nearest.filter(edited.contains).map(\.seq)))
  }
}

extension StoredMessage {
  /// The entries of a stream as they are: each an id and its fields.
  static func entries(_ reply: inout ReplyCursor) -> [StoredMessage]? {
    guard let count = reply.array() else { return nil }
    var messages: [StoredMessage] = []
    for _ in 0..<count {
      guard reply.array() == 2, let id = reply.bytes(), let message = StoredMessage(id: id, fields: &reply)
      else { return nil }
      messages.append(message)
    }
    return messages
  }

  private init?(id: UnsafeRawBufferPointer, fields reply: inout ReplyCursor) {
    var words = WordScanner(id)
    guard let seq = words.number(UInt64.self, until: UInt8(ascii: "-")), seq <= Position.greatestSeq,
      let count = reply.array()
    else { return nil }
    var generation: UInt32?
    var identity: String?
    var time: Int64?
    var payload: UnsafeRawBufferPointer?
    for _ in 0..<count / 2 {
      guard let name = reply.bytes(), let value = reply.bytes() else { return nil }
      switch name.first {
      case UInt8(ascii: "g"): generation = decimal(value)
      case UInt8(ascii: "i"): identity = String(decoding: value, as: UTF8.self)
      case UInt8(ascii: "t"): time = decimal(value)
      case UInt8(ascii: "j"): payload = value
      default: break
      }
    }
    guard let generation, let identity, let time, let payload else { return nil }
    self.init(generation: generation, seq: seq, identity: identity, time: time, payload: payload)
  }
}
