import Base
import ChatProtocol

/// Messages and changes of rooms' policies that are not acknowledged yet, in the order in which they were written.
/// Bounded: what does not fit is refused at once, while its author can still do something about it.
struct Outbox {
  /// What is to be stored.
  enum Content {
    /// - reply: the position of the message that it answers.
    case message(String, reply: String? = nil, data: MessageData? = nil)
    case policy(Governing)

    /// Of the texts and the data in it.
    var byteCount: Int {
      switch self {
      case .message(let text, let reply, let data):
        text.utf8.count + (reply?.utf8.count ?? 0) + (data?.json.count ?? 0)
      case .policy(let governing): (governing.settings.topic?.utf8.count ?? 0) + (governing.user?.utf8.count ?? 0)
      }
    }
  }

  /// A message or a change on its way.
  struct Entry {
    let id: String
    let room: String
    let content: Content
    /// The connection that it was last sent on and when; `nil` while it waits.
    var sent: (connection: Int, at: Instant)?
    var attempts = 0
  }

  private let limit: Int
  private let byteLimit: Int
  private var entries: [Entry] = []
  private var bytes = 0

  /// - Parameters:
  ///   - limit: messages and changes.
  ///   - byteLimit: of their texts and data.
  init(limit: Int, byteLimit: Int) {
    self.limit = limit
    self.byteLimit = byteLimit
  }

  var count: Int { entries.count }
  var isEmpty: Bool { entries.isEmpty }
  func contains(_ id: String) -> Bool { index(of: id) != nil }

  /// - Returns: whether there was room for it, and its id was new.
  mutating func append(_ entry: Entry) -> Bool {
    guard entries.count < limit, bytes + entry.content.byteCount <= byteLimit, index(of: entry.id) == nil else {
      return false
    }
    bytes += entry.content.byteCount
    entries.append(entry)
    return true
  }

  /// Takes out one that has been answered. `nil` for an id that is not here.
  mutating func remove(_ id: String) -> Entry? {
    guard let index = index(of: id) else { return nil }
    let entry = entries.remove(at: index)
    bytes -= entry.content.byteCount
    return entry
  }

  /// Takes out those to a room that were never sent. What was may have been stored, and only the server knows.
  mutating func removeUnsent(to room: String) -> [Entry] {
    let unsent = entries.filter { $0.room == room && $0.attempts == 0 }
    for entry in unsent { _ = remove(entry.id) }
    return unsent
  }

  /// The next to be sent: the first that waits, if fewer than `window` are on their way.
  /// - Returns: the entry with its attempt counted.
  mutating func next(window: Int, connection: Int, now: Instant) -> Entry? {
    guard let index = entries.firstIndex(where: { $0.sent == nil }), index < window else { return nil }
    entries[index].sent = (connection, now)
    entries[index].attempts += 1
    return entries[index]
  }

  /// Nobody will answer any more on `connection`: what was sent there waits to be sent again, in its old order.
  mutating func forget(connection: Int) {
    for index in entries.indices where entries[index].sent?.connection == connection { entries[index].sent = nil }
  }

  /// It was refused for the moment: it waits to be sent again, before all that were written after it.
  mutating func retry(_ id: String) {
    guard let index = index(of: id) else { return }
    entries[index].sent = nil
  }

  /// How many wait for their answer on `connection`.
  func inFlight(on connection: Int) -> Int {
    entries.count { $0.sent?.connection == connection }
  }

  func isInFlight(elsewhereThan connection: Int) -> Bool {
    entries.contains { $0.sent.map { $0.connection != connection } ?? false }
  }

  /// When the one that has waited longest for its answer on `connection` was sent.
  func oldestSent(on connection: Int) -> Instant? {
    entries.compactMap { $0.sent?.connection == connection ? $0.sent?.at : nil }.min()
  }

  private func index(of id: String) -> Int? { entries.firstIndex { $0.id == id } }
}
