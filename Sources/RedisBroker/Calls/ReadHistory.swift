import Base
import Broker
import ChatProtocol
import RedisClient

// Reading back is asked for by each client for itself, so it is the one page that does not come from a script: to take a
// hundred entries into Lua and out again costs Redis six times as much as to send them. Nor is it a transaction, which a
// full Redis refuses. The room's epoch is asked for before and after instead: the same one twice means that nobody began
// another history in between.

extension RedisBackend {
  func run(_ call: ReadHistory, reply completion: @escaping ReadHistory.Completion) {
    let (room, range) = (call.room, call.range)
    let limit = RedisBroker.pageSize(call.limit)
    var epoch: Result<String, BrokerFailure>?
    var messages: Result<[StoredMessage], BrokerFailure>?
    var erased: Result<ErasedPlaces, BrokerFailure>?
    askEpoch(of: room) { epoch = $0 }
    askMessages(of: room, range, limit: limit + 1) { messages = $0 }
    askErased(of: room, range, limit: limit) { erased = $0 }
    askEpoch(of: room) { again in
      guard let epoch, let messages, let erased else {
        return completion(.failure(RedisFailure.unreadable.brokerFailure))
      }
      completion(
        Result { () throws(BrokerFailure) in
          guard try epoch.get() == again.get() else {
            throw .unavailable(reason: "another history of the room began")
          }
          let places = try erased.get()
          let found = try messages.get().map { places.applied(to: $0) }
          return HistoryPage(epoch: try epoch.get(), range, found, limit: limit)
        })
    }
  }

  /// The room's epoch, empty when there is no such room.
  func askEpoch(of room: RoomName, completion: @escaping (Result<String, BrokerFailure>) -> Void) {
    broker.commands.send { command in
      command.add("HGET" as StaticString)
      command.add(RedisKeys.channel(room), RoomKey.meta)
      command.add("e" as StaticString)
    } completion: { result in
      completion(result.reading { reply in reply.nothing() ? "" : reply.text() })
    }
  }

  /// The messages nearest to the range's seq, in the range's direction.
  private func askMessages(
    of room: RoomName, _ range: HistoryRange, limit: Int,
    completion: @escaping (Result<[StoredMessage], BrokerFailure>) -> Void
  ) {
    broker.commands.send { command in
      command.add(range.isBackwards ? "XREVRANGE" : "XRANGE" as StaticString)
      command.add(RedisKeys.channel(room), RoomKey.stream)
      command.add(range.nearest)
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
    completion: @escaping (Result<ErasedPlaces, BrokerFailure>) -> Void
  ) {
    broker.commands.send { command in
      command.add(range.isBackwards ? "ZREVRANGEBYSCORE" : "ZRANGEBYSCORE" as StaticString)
      command.add(RedisKeys.channel(room), RoomKey.erased)
      command.add(range.nearest)
      command.add(range.isBackwards ? "-inf" : "+inf" as StaticString)
      command.add("LIMIT" as StaticString)
      command.add("0" as StaticString)
      command.add(limit)
    } completion: { result in
      completion(result.reading { reply in reply.array().flatMap { ErasedPlaces(&reply, count: $0) } })
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

extension HistoryPage {
  /// - Parameter messages: in the range's direction, one more than `limit` when there are more.
  fileprivate init(epoch: String, _ range: HistoryRange, _ messages: [StoredMessage], limit: Int) {
    let nearest = Array(messages.prefix(epoch.isEmpty ? 0 : limit))
    let hasMore = !epoch.isEmpty && messages.count > limit
    self.init(epoch: epoch, messages: range.isBackwards ? nearest.reversed() : nearest, hasMore: hasMore)
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
