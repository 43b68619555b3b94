import ChatClient

/// Reads a room's whole history, page after page from its end, through whichever client is there.
final class BacklogReader {
  private let room: AuditedRoom
  private var messages: [RoomMessage] = []
  private(set) var isDone = false
  private(set) var hasFailed = false

  init(_ room: AuditedRoom) { self.room = room }

  func start() {
    (messages, hasFailed) = ([], false)
    fetchNext()
  }

  private func fetchNext() {
    guard let client = room.clients.first(where: \.isThere) else { return hasFailed = true }
    client.readBack(before: messages.first?.seq) { [weak self] in self?.take($0) }
  }

  private func take(_ result: Result<PastMessages, ServerRefusal>) {
    guard case .success(let page) = result else { return hasFailed = true }
    messages = page.messages + messages
    if page.hasMore, !page.messages.isEmpty { return fetchNext() }
    room.backlog = messages
    isDone = true
  }
}
