import Base
import Broker
import ChatProtocol
import JSON

// Searching what is stored of a room, backwards, a part with each request.
extension Client {
  /// Of a part: entries of the room, and bytes. So a request takes the instance about half a millisecond.
  static let searchedMessages = 128
  static let searchedBytes = 32_768

  func search(for text: String, in room: String, before seq: UInt64, limit: Int?, id: String?) {
    let sought: SearchPattern
    do { sought = try SearchPattern(text) } catch { return refuse(error, id: id) }
    let limit = max(1, min(limit ?? hub.configuration.historyDefault, hub.configuration.historyLimit))
    allowedAddress(room, id: id) { address, policy in
      let isTaken = self.read { ended in
        let call = ReadHistory(
          of: address.room, .before(seq: seq), limit: Self.searchedMessages, bytes: Self.searchedBytes,
          tellsEdited: true)
        self.hub.searches.perform { isOver in
          self.hub.readHistory(call, policy) { result in
            switch result {
            case .success(let page):
              ended(Price.search(messages: page.messages.count, bytes: page.byteCount))
              self.tellFound(sought, in: page, of: address.room, limit: limit, id: id)
            case .failure(let failure):
              ended(Price.search(messages: 0, bytes: 0))
              self.refuse(Refusal(failure), id: id)
            }
            isOver()
          }
        }
      }
      if !isTaken { self.refuse(Self.tooManyReads, id: id) }
    }
  }

  private func tellFound(_ sought: SearchPattern, in page: HistoryPage, of room: RoomName, limit: Int, id: String?) {
    let found = FoundMessages(sought, in: page, of: room, limit: limit, bytes: transport.spareBytes)
    answer("found", id: id) { writer in
      writer.member("room", room.text)
      writer.member("messages", array: { array in for event in found.events { array.raw(event) } })
      writer.member("looked", found.looked)
      guard let last = found.last else { return }
      writer.member("time", last.time)
      if found.hasMore { writer.member("before", Position(of: last, epoch: page.epoch).text) }
    }
  }
}

/// What of a page of a room's history says something.
struct FoundMessages {
  /// As clients see them, the newest first.
  private(set) var events: [[UInt8]] = []
  /// How many entries were looked at, from the newest on.
  private(set) var looked = 0
  /// The one that was looked at last.
  private(set) var last: StoredMessage?
  let hasMore: Bool

  /// - Parameters:
  ///   - limit: when so many were found, the search ends.
  ///   - bytes: nor are more found, but for the first one.
  init(_ sought: SearchPattern, in page: HistoryPage, of room: RoomName, limit: Int, bytes: Int) {
    // By the messages' names: an edit that was put back where the store had lost it is not among those of the page.
    var edited: Set<Int> = []
    var left = bytes
    for message in page.messages.reversed() {
      let isEdit = message.header.kind == .edit
      let isNewest = !page.edited.contains(message.seq) && !edited.contains(message.header.subject)
      if isEdit { edited.insert(message.header.subject) }
      if isEdit || message.header.kind == .message, isNewest,
        let text = MessageBody.text(of: message.body), sought.matches(FoldedText(text))
      {
        let event = MessageEvent.json(message, at: Position(of: message, epoch: page.epoch), in: room)
        guard events.isEmpty || event.count <= left else { break }
        events.append(event)
        left -= event.count
      }
      looked += 1
      last = message
      if events.count == limit { break }
    }
    hasMore = page.hasMore || looked < page.messages.count
  }
}
