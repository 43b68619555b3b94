/// The clients whose sessions end at a time of their own, however much they are used.
struct SessionDeadlines {
  /// How long before its end a client is told of it: milliseconds. Where less than twice that is left, when half of it is:
  /// short tokens are not asked for at once again.
  private static let notice: Int64 = 60_000

  private struct Entry {
    let client: Client
    let expires: Int64
    let noticeAt: Int64
    var isTold = false

    var due: Int64 { isTold ? expires : noticeAt }
  }

  private var entries: [ObjectIdentifier: Entry] = [:]
  /// Nothing is due before this.
  private var next = Int64.max

  /// - Parameters:
  ///   - expires: told before, it is told again only if it has changed.
  ///   - now: milliseconds since 1970, both.
  mutating func watch(_ client: Client, until expires: Int64, at now: Int64) {
    guard entries[ObjectIdentifier(client)]?.expires != expires else { return }
    let notice = min(Self.notice, max(0, expires - now) / 2)
    let entry = Entry(client: client, expires: expires, noticeAt: expires - notice)
    entries[ObjectIdentifier(client)] = entry
    next = min(next, entry.due)
  }

  mutating func forget(_ client: Client) {
    if !entries.isEmpty { entries[ObjectIdentifier(client)] = nil }
  }

  /// Those whose end is near, and those whose end has come, each once.
  /// - Parameter now: milliseconds since 1970.
  mutating func takeDue(at now: Int64) -> [(client: Client, isOver: Bool)] {
    guard now >= next else { return [] }
    let due = entries.filter { $0.value.due <= now }
    for (id, entry) in due {
      if now >= entry.expires { entries[id] = nil } else { entries[id]?.isTold = true }
    }
    next = entries.values.reduce(.max) { min($0, $1.due) }
    return due.values.sorted { $0.client.slot < $1.client.slot }.map { ($0.client, now >= $0.expires) }
  }
}
