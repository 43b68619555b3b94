import ChatClient
import JSON

/// The newest events of a room, so that what a store puts back is not sent under a second id.
struct RecentNames {
  private var names: ReturnDetector<ArchiveLine.EventName>

  init(_ names: [ArchiveLine.EventName], limit: Int = 1_000) {
    self.names = ReturnDetector(limit: limit)
    for name in names.suffix(limit) { self.names.add(name) }
  }

  /// What there was may be stored again from now on.
  mutating func expectReturns() { names.expectReturns() }

  /// Takes an event.
  /// - Returns: whether it is a new one; each that returns is known once.
  mutating func isNew(_ event: StoredEvent) -> Bool {
    guard let name = Self.name(of: event.object) else { return true }
    return names.isNew(name)
  }

  private static func name(of object: JSONObject) -> ArchiveLine.EventName? {
    guard let id = object["id"]?.string, let author = object["from"]?.object?["id"]?.string else { return nil }
    return ArchiveLine.EventName(author: author, id: id, isMessage: object["type"]?.string == "message")
  }
}
