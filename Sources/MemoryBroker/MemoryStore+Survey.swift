import Broker
import ChatProtocol

/// What there is, counted in pages.
///
/// A cursor is how many pages there are, and which one is next. Which page a room is in depends on its name alone, so that
/// one that is there all the time is in one page, whatever comes and goes.
extension MemoryStore {
  private static let roomsOfPage = 256
  private static let mostPages: UInt64 = 1 << 20

  /// Counts a page of what there is, as `SurveyStore` tells it.
  func survey(from cursor: UInt64, ofRooms: Bool) -> StoreSurvey {
    let all = allRooms
    let (pages, page) =
      cursor == 0 ? (UInt64(all.count / Self.roomsOfPage + 1), 0) : (cursor >> 32, cursor & 0xFFFF_FFFF)
    guard (1...Self.mostPages).contains(pages), page < pages else {
      return StoreSurvey(next: 0, keys: all.count, kinds: [], rooms: [])
    }
    let rooms = pages == 1 ? Array(all) : all.filter { Self.page(of: $0.name, among: pages) == page }
    for room in rooms {
      tell(room, room.presence.expire(at: now).map { .presence($0) })
      room.expire(at: now)
    }
    return StoreSurvey(
      next: page + 1 < pages ? pages << 32 | page + 1 : 0, keys: all.count,
      kinds: ofRooms ? [] : kinds(of: rooms) + (page == 0 ? ofAll : []),
      rooms: rooms.compactMap { $0.surveyed(listed: directory.time(of: $0.name)) })
  }

  /// By FNV-1a, which is the same in each process.
  private static func page(of room: RoomName, among pages: UInt64) -> UInt64 {
    room.text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 } % pages
  }

  private func kinds(of rooms: [MemoryRoom]) -> [StoredKind] {
    let people = rooms.reduce(0) { $0 + $1.presence.count }
    return [
      StoredKind("rooms", count: rooms.count, keys: rooms.count, lasting: 0, bytes: 0),
      StoredKind(
        "messages", count: rooms.reduce(0) { $0 + $1.messageCount }, keys: rooms.count, lasting: 0,
        bytes: rooms.reduce(0) { $0 + $1.byteCount }),
      StoredKind("presence", count: people, keys: rooms.count, lasting: 0, bytes: 0),
    ]
  }

  /// What is no room's, with what `space` supposes that each takes.
  private var ofAll: [StoredKind] {
    let (hooks, bots) = (hooks.all.count, sessions.bots.count)
    return [
      StoredKind(
        "sessions", count: sessions.count, keys: sessions.count, lasting: 0,
        bytes: sessions.count * Self.sessionOverhead),
      StoredKind("people", count: sessions.userCount, keys: sessions.userCount, lasting: 0, bytes: 0),
      StoredKind(
        "names", count: sessions.knownCount, keys: sessions.knownCount, lasting: 0,
        bytes: sessions.knownCount * Self.sessionOverhead),
      StoredKind(
        "requests", count: requests.count, keys: requests.count, lasting: 0,
        bytes: requests.count * Self.requestOverhead),
      StoredKind(
        "marks", count: readMarks.count, keys: readMarks.count, lasting: 0,
        bytes: readMarks.total * Self.markOverhead),
      StoredKind(
        "mentions", count: mentions.count, keys: mentions.count, lasting: 0,
        bytes: mentions.total * Self.markOverhead),
      StoredKind("directory", count: directory.count, keys: 1, lasting: 0, bytes: 0),
      StoredKind("hooks", count: hooks, keys: hooks, lasting: hooks, bytes: 0),
      StoredKind("bots", count: bots, keys: bots, lasting: bots, bytes: 0),
    ]
  }
}
