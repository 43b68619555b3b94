import ChatClient
import JSON

/// The newest events of a room, by author and id. After a failover the fleet stores again what the store forgot, at new
/// places: by this they are known for what they are, and not sent under a second id.
struct RecentNames {
  private let limit: Int
  private var ring: [ArchiveLine.EventName] = []
  private var next = 0
  /// Empty as long as nothing can return, which is nearly always: an author may use an id again on another day.
  private var mayReturn: Set<ArchiveLine.EventName> = []

  init(_ names: [ArchiveLine.EventName], limit: Int = 1_000) {
    self.limit = limit
    for name in names.suffix(limit) { add(name) }
  }

  private mutating func add(_ name: ArchiveLine.EventName) {
    if ring.count < limit {
      ring.append(name)
    } else {
      ring[next] = name
      next = (next + 1) % limit
    }
  }

  /// What there was may be stored again from now on.
  mutating func expectReturns() { mayReturn.formUnion(ring) }

  /// Takes an event.
  /// - Returns: whether it is a new one; each that returns is known once.
  mutating func isNew(_ event: StoredEvent) -> Bool {
    guard let name = Self.name(of: event.object) else { return true }
    if mayReturn.remove(name) != nil { return false }
    add(name)
    return true
  }

  private static func name(of object: JSONObject) -> ArchiveLine.EventName? {
    guard let id = object["id"]?.string, let author = object["from"]?.object?["id"]?.string else { return nil }
    return ArchiveLine.EventName(author: author, id: id, isMessage: object["type"]?.string == "message")
  }
}
