import Broker
import Chat
import ChatProtocol
import JSON
import NetServer

/// `/admin/export`: a room's stored messages and changes, or somebody's among them, in pages. `tchatter export` speaks to it.
///
/// `?room=R&user=ID&since=…&until=…&after=SEQ`; `next` is the seq to go on after, the last page has none.
struct ExportRoute {
  /// Messages that a page looks at.
  private static let page = 500

  let hub: Hub
  let log: Log

  func add(to router: inout Router) {
    router.on("GET", "/admin/export") { tell($0) }
  }

  private func tell(_ exchange: Exchange) {
    let query: WritingsQuery
    do { query = try WritingsQuery(exchange) } catch { return exchange.answer(.refusal(error)) }
    hub.policy(of: query.room) { result in
      switch result {
      case .success(let policy): tell(query, by: policy, exchange)
      case .failure(let refusal): exchange.answer(.refusal(refusal))
      }
    }
  }

  /// Nothing that is too old by the room's policy.
  private func tell(_ query: WritingsQuery, by policy: Policy, _ exchange: Exchange) {
    let page = ReadHistory(of: query.room, .after(seq: query.after), limit: Self.page)
    hub.readHistory(page, policy) { result in
      switch result {
      case .success(let page):
        let chosen = page.messages.filter(query.writings.includes)
        if !chosen.isEmpty { audit(query, chosen.count, exchange) }
        exchange.answer(.json(200, JSONWriter.object { Self.write(chosen, of: page, query.room, to: &$0) }))
      case .failure(let failure): exchange.answer(.refusal(Refusal(failure)))
      }
    }
  }

  private static func write(
    _ chosen: [StoredMessage], of page: HistoryPage, _ room: RoomName, to writer: inout JSONWriter
  ) {
    writer.member("room", room.text)
    writer.member("epoch", page.epoch)
    writer.member(
      "events",
      array: { array in
        for message in chosen {
          array.raw(MessageEvent.json(message, at: Position(of: message, epoch: page.epoch), in: room))
        }
      })
    if page.hasMore, let last = page.messages.last { writer.member("next", last.seq) }
  }

  /// Who read what. A warning, so that the line is there where only those are kept.
  private func audit(_ query: WritingsQuery, _ count: Int, _ exchange: Exchange) {
    log.warning(
      "audit",
      [
        "act": .text("export"), "room": .text(query.room.text), "user": .text(query.writings.author ?? ""),
        "messages": Log.Value(count), "by": .text(exchange.client.address),
        "token": .flag(BearerToken.of(exchange.request) != nil), "done": .flag(true),
      ])
  }
}
