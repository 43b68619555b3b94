import Base
import Broker
import ChatProtocol
import JSON

// Reading back in a room.
extension Client {
  func history(of text: String, _ range: HistoryRange, id: String?, limit: Int?) {
    let limit = max(1, min(limit ?? hub.configuration.historyDefault, hub.configuration.historyLimit))
    address(text, id: id) { address in
      if let room = self.hub.followedRoom(address.room), room.admits(self.user, .enter),
        let page = room.history(range, limit: limit)
      {
        let objects = page.objects.map { Array($0.bytes) }
        return self.tellHistory(of: address.room, range, objects, more: page.hasMore, id: id)
      }
      self.read(of: address.room, id: id) { policy, ended in
        self.readHistory(of: address.room, policy, range, limit: limit, id: id, ended)
      }
    }
  }

  /// No more is read than the client takes at once.
  private func readHistory(
    of room: RoomName, _ policy: Policy, _ range: HistoryRange, limit: Int, id: String?,
    _ ended: @escaping (TimeSpan) -> Void
  ) {
    hub.readHistory(ReadHistory(of: room, range, limit: limit, bytes: transport.spareBytes), policy) { result in
      switch result {
      case .success(let page):
        let archive = page.edge(before: range).flatMap { seq in self.hub.archive(of: room, policy).map { ($0, seq) } }
        if let (archive, seq) = archive, page.messages.isEmpty {
          let bytes = self.transport.spareBytes
          return archive.read(room, of: page.epoch, before: seq, limit: limit, bytes: bytes) {
            self.tellHistory(of: room, range, $0, id: id, ended)
          }
        }
        ended(Price.history(messages: page.messages.count, bytes: page.byteCount))
        // What lies before it is asked for by itself.
        self.tellHistory(of: room, range, page.events(in: room), more: page.hasMore || archive != nil, id: id)
      case .failure(let failure):
        ended(Price.history(messages: 0, bytes: 0))
        self.refuse(Refusal(failure), id: id)
      }
    }
  }

  /// What the store does not have any more.
  private func tellHistory(
    of room: RoomName, _ range: HistoryRange, _ result: Result<ArchivedPage, BrokerFailure>, id: String?,
    _ ended: (TimeSpan) -> Void
  ) {
    switch result {
    // It took its time: they may have been put out of the room meanwhile.
    case .success where hub.followedRoom(room)?.admits(user, .enter) == false:
      ended(Price.history(messages: 0, bytes: 0))
      refuse(Room.notOpen, id: id)
    case .success(let page):
      ended(Price.history(messages: page.events.count, bytes: page.byteCount))
      tellHistory(of: room, range, page.events, more: page.hasMore, id: id)
    case .failure(let failure):
      ended(Price.history(messages: 0, bytes: 0))
      refuse(Refusal(failure), id: id)
    }
  }

  /// - Parameter objects: ascending; those next to where the range begins are told as far as there is room for the whole
  ///   answer, with what is around them; one at least.
  private func tellHistory(of room: RoomName, _ range: HistoryRange, _ objects: [[UInt8]], more: Bool, id: String?) {
    let frame = #"{"type":"history","id":"","room":"","messages":[],"more":false}"#.utf8.count
    let spare = transport.spareBytes - frame - room.text.utf8.count - (id?.utf8.count ?? 0)
    let told =
      range.isBackwards
      ? objects.suffix(objects.reversed().count(within: spare) { $0.count + 1 })
      : objects.prefix(objects.count(within: spare) { $0.count + 1 })
    answer("history", id: id) { writer in
      writer.member("room", room.text)
      writer.member("messages", array: { array in for object in told { array.raw(object) } })
      writer.member("more", more || told.count < objects.count)
    }
  }
}

extension HistoryPage {
  /// Its messages as clients see them.
  func events(in room: RoomName) -> [[UInt8]] {
    messages.map { MessageEvent.json($0, at: Position(of: $0, epoch: epoch), in: room) }
  }
}

extension Room {
  /// A page of history from the log, if the log holds all of it.
  fileprivate func history(_ range: HistoryRange, limit: Int) -> (objects: [ByteSlice], hasMore: Bool)? {
    let head = log.position.seq
    guard sync.isLive, log.count > 0 else { return nil }
    switch range {
    case .before(let seq):
      let last = min(seq == 0 ? 0 : seq - 1, head)
      let first = last >= UInt64(limit) ? last - UInt64(limit) + 1 : 1
      guard last > 0, first >= log.firstSeq else { return nil }
      return (log.objects(from: first, through: last), first > 1)
    case .after(let seq):
      guard seq < head, seq + 1 >= log.firstSeq else { return nil }
      let last = min(head, seq + UInt64(limit))
      return (log.objects(from: seq + 1, through: last), last < head)
    }
  }
}
