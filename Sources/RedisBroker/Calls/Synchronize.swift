import Base
import Broker
import ChatProtocol
import RedisClient

extension Synchronize: ScriptedCall {
  static let script = RedisScript("synchronize", PackageResources.synchronize_lua)

  var place: Place { .room(room) }

  func write(to command: inout CommandWriter, _ context: CallContext) {
    let channel = RedisKeys.channel(room)
    command.key(channel, RoomKey.meta)
    command.key(channel, RoomKey.stream)
    command.key(channel, RoomKey.erased)
    command.key(channel, RoomKey.policy)
    command.add(context.makeEpoch())
    command.add(RedisBroker.pageSize(limit))
    command.add(context.retention.emptyRoomSeconds)
    command.add(position?.epoch ?? "")
    command.add(position?.generation ?? 0)
    command.add(position?.seq ?? 0)
    command.add(position?.identity ?? "-")
    command.add(BacklogLimits.pageBytes)
    command.add(context.replicationID)
    command.add(latest)
  }

  func read(_ reply: inout ReplyCursor) -> SyncPage? { SyncPage(&reply) }
}

extension SyncPage {
  /// What `synchronize.lua` returns.
  init?(_ reply: inout ReplyCursor) {
    guard let count = reply.array(), let verdict = reply.text(), let place = reply.bytes(), let base = reply.bytes(),
      let erasedCount: Int = reply.bytes().flatMap({ decimal($0) }),
      let erased = NotedPlaces(&reply, count: erasedCount)
    else { return nil }
    var words = WordScanner(place)
    guard let head = Position(&words),
      let messages = StoredMessage.page(&reply, elements: count - 4 - erasedCount)?.map({ erased.applied(to: $0) }),
      let verdict = SyncVerdict(verdict, base: base, epoch: head.epoch)
    else { return nil }
    let policy = words.word() ?? ""
    let isLatest = verdict == .fresh || verdict == .reset
    let hasMore = !isLatest && (messages.last.map { $0.seq < head.seq } ?? false)
    self.init(verdict: verdict, head: head, messages: messages, hasMore: hasMore, policy: policy)
  }
}

extension SyncVerdict {
  fileprivate init?(_ word: String, base: UnsafeRawBufferPointer, epoch: String) {
    switch word {
    case "fresh": self = .fresh
    case "recovered": self = .recovered
    case "gap": self = .gap
    case "reset": self = .reset
    case "rewind":
      var words = WordScanner(base)
      guard let base = Position(&words, epoch: epoch) else { return nil }
      self = .rewind(base: base)
    default: return nil
    }
  }
}
