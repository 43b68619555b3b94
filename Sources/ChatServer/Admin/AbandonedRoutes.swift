import Broker
import Chat
import ChatProtocol
import JSON
import NetServer

/// `/admin/abandoned`: what nobody has used for long, and removing it. `tchatter abandoned` speaks to it.
///
/// `?kind=rooms|hooks|bots&days=N&cursor=…`, and for removing `limit=N`. Among rooms an answer is about a page of the store;
/// `next` tells where to go on.
struct AbandonedRoutes {
  private static let usualDays = 90
  private static let mostDays = 3_650
  /// How much a request removes at most.
  private static let most = 100
  private static let secondsOfDay = 86_400
  private static let eventually = "What they took is free eventually: what is large is freed beside other work."

  let hub: Hub
  let log: Log

  private struct Wish {
    let kind: AbandonedKind
    let days: Int
    let cursor: UInt64
    let limit: Int

    init(_ exchange: Exchange, removing: Bool) throws(Refusal) {
      let known: Set = ["kind", "days", "cursor"]
      let query = try QueryParameters(exchange, known: removing ? known.union(["limit"]) : known)
      guard let kind = AbandonedKind(rawValue: query["kind"] ?? "") else {
        throw Refusal(.badRequest, "kind must be rooms, hooks or bots.")
      }
      self.kind = kind
      days = try query.number("days", in: 1...mostDays, usual: usualDays)
      cursor = try query.cursor()
      limit = try query.number("limit", in: 1...most, usual: most)
    }

    var seconds: Int { days * secondsOfDay }
  }

  func add(to router: inout Router) {
    router.on("GET", "/admin/abandoned") { tell($0) }
    router.on("DELETE", "/admin/abandoned") { remove($0) }
  }

  private func tell(_ exchange: Exchange) {
    search(exchange, removing: false) { wish, page in
      exchange.answer(Self.told(wish, "abandoned", page.things, left: nil, next: page.next == 0 ? nil : page.next))
    }
  }

  private func remove(_ exchange: Exchange) {
    search(exchange, removing: true) { wish, page in
      let chosen = Array(page.things.prefix(wish.limit))
      OneByOne.run(chosen) { thing, done in
        remove(thing, wish, exchange, done)
      } completion: { result in
        switch result {
        case .success(let gone):
          let removal = AbandonedRemoval(of: chosen, gone: gone, from: page, at: wish.cursor)
          exchange.answer(Self.told(wish, "removed", removal.removed, left: removal.left, next: removal.next))
        case .failure(let failure): exchange.answer(.refusal(Refusal(failure)))
        }
      }
    }
  }

  private func remove(
    _ thing: AbandonedThing, _ wish: Wish, _ exchange: Exchange,
    _ done: @escaping (Result<Bool, BrokerFailure>) -> Void
  ) {
    thing.remove(unusedFor: wish.seconds, from: hub.broker) { result in
      audit(thing, wish, isDone: (try? result.get()) == true, exchange)
      done(result)
    }
  }

  private func search(_ exchange: Exchange, removing: Bool, _ found: @escaping (Wish, AbandonedPage) -> Void) {
    let wish: Wish
    do { wish = try Wish(exchange, removing: removing) } catch { return exchange.answer(.refusal(error)) }
    AbandonedSearch(
      kind: wish.kind, seconds: wish.seconds, cursor: wish.cursor, broker: hub.broker, now: hub.time.wallClock
    ).run { result in
      switch result {
      case .success(let page): found(wish, page)
      case .failure(let failure): exchange.answer(.refusal(Refusal(failure)))
      }
    }
  }

  private static func told(
    _ wish: Wish, _ name: StaticString, _ things: [AbandonedThing], left: Int?, next: UInt64?
  ) -> Reply {
    let json = JSONWriter.object { writer in
      writer.member("kind", wish.kind.rawValue)
      writer.member("days", wish.days)
      writer.member(name, array: { array in for thing in things { array.object { thing.write(to: &$0) } } })
      if let left { writer.member("left", left) }
      if let next { writer.member("next", "\(next)") }
      if left != nil, wish.kind == .rooms, !things.isEmpty { writer.member("eventually", eventually) }
    }
    return .json(200, json)
  }

  /// Who removed what, whatever came of it. A warning, so that the line is there where only those are kept.
  private func audit(_ thing: AbandonedThing, _ wish: Wish, isDone: Bool, _ exchange: Exchange) {
    log.warning(
      "audit",
      [
        "act": .text("remove abandoned \(wish.kind.rawValue.dropLast())"), "name": .text(thing.name),
        "days": Log.Value(wish.days), "by": .text(exchange.client.address),
        "token": .flag(BearerToken.of(exchange.request) != nil), "done": .flag(isDone),
      ])
  }
}
