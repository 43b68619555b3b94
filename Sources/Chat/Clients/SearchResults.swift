import Broker
import ChatProtocol

/// What of a page of a room's history says what is searched for.
struct SearchResults {
  /// As clients see them, the newest first.
  private(set) var events: [[UInt8]] = []
  /// How many entries were looked at, from the newest on.
  private(set) var looked = 0
  /// The one that was looked at last.
  private(set) var last: StoredMessage?
  /// As what so much was compared. Bytes.
  private(set) var foldedBytes = 0
  let hasMore: Bool

  /// - Parameters:
  ///   - limit: when so many were found, the search ends.
  ///   - bytes: nor are more found, but for the first one.
  ///   - folded: when so much was compared, the search ends: a character may be compared as eighteen.
  init(
    of pattern: SearchPattern, in page: HistoryPage, of room: RoomName, limit: Int, bytes: Int, folded mostFolded: Int
  ) {
    // By the messages' names: an edit that was put back where the store had lost it is not among those of the page.
    var edited: Set<Int> = []
    var left = bytes
    for message in page.messages.reversed() {
      let isNewest = !page.edited.contains(message.seq) && !edited.contains(message.header.subject)
      if message.header.kind == .edit { edited.insert(message.header.subject) }
      if isNewest, let text = message.searchedText {
        let folded = FoldedText(text)
        foldedBytes += folded.bytes.count
        if pattern.matches(folded) {
          let event = MessageEvent.json(message, at: Position(of: message, epoch: page.epoch), in: room)
          guard events.isEmpty || event.count <= left else { break }
          events.append(event)
          left -= event.count
        }
      }
      looked += 1
      last = message
      if events.count == limit || foldedBytes >= mostFolded { break }
    }
    hasMore = page.hasMore || looked < page.messages.count
  }
}

extension StoredMessage {
  /// What a message or an edit says.
  fileprivate var searchedText: String? {
    header.kind == .message || header.kind == .edit ? MessageBody.text(of: body) : nil
  }
}
