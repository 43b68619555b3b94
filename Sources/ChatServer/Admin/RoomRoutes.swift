import Base
import Broker
import Chat
import ChatProtocol
import JSON
import NetServer

/// `/admin/rooms/ROOM`: what may be done in a room. `tchatter rooms` speaks to it.
struct RoomRoutes {
  private static let path = "/admin/rooms/"

  let hub: Hub
  let log: Log

  func add(to router: inout Router) {
    router.below(Self.path, on: "GET") { show($0) }
    router.below(Self.path, on: "POST") { govern($0) }
  }

  private func show(_ exchange: Exchange) {
    guard let room = room(exchange) else { return }
    hub.broker.perform(ReadPolicy(of: room)) { result in
      switch result {
      case .success(let policy):
        exchange.answer(.json(200, JSONWriter.object { $0.policy(policy, of: room, at: hub.time.wallClock) }))
      case .failure(let failure): exchange.answer(.refusal(Refusal(failure)))
      }
    }
  }

  /// The body is `set`, `user`, `role`, `until` of a `govern`, or `for` with seconds in place of `until`.
  private func govern(_ exchange: Exchange) {
    guard let room = room(exchange) else { return }
    let governing: Governing
    do {
      governing = try Governing(
        operators: exchange.request.body, at: hub.time.wallClock, keeping: hub.configuration.backlogSeconds)
    } catch {
      return exchange.answer(.refusal(error))
    }
    hub.resolve(governing, governing.pin.map { _ in .down }, in: room) { result in
      guard case .success(let change) = result else { return finish(result.map { _ in nil }, nil, room, exchange) }
      hub.govern(change, by: .operators, in: room, id: hub.entropy.word(12)) { result in
        finish(result.map { $0 }, change, room, exchange)
      }
    }
  }

  private func finish(
    _ result: Result<Receipt?, Refusal>, _ change: PolicyChange?, _ room: RoomName, _ exchange: Exchange
  ) {
    if let change { audit(change, room, isDone: (try? result.get()) != nil, exchange) }
    switch result {
    case .success: show(exchange)
    case .failure(let refusal): exchange.answer(.refusal(refusal))
    }
  }

  private func room(_ exchange: Exchange) -> RoomName? {
    guard let room = RoomName(String(exchange.request.path.dropFirst(Self.path.count))) else {
      exchange.answer(.refusal(.badRequest, "A room's name is 1 to 64 of the characters a-z, 0-9, _ and -."))
      return nil
    }
    return room
  }

  /// Who changed what, whatever came of it. A warning, so that the line is there where only those are kept.
  private func audit(_ change: PolicyChange, _ room: RoomName, isDone: Bool, _ exchange: Exchange) {
    log.warning(
      "audit",
      [
        "act": .text("govern"), "room": .text(room.text), "by": .text(exchange.client.address),
        "token": .flag(BearerToken.of(exchange.request) != nil), "done": .flag(isDone),
        "mode": .text(change.settings.mode?.rawValue ?? ""), "slow": .text(change.settings.slow.map { "\($0)" } ?? ""),
        "topic": .text(change.settings.topic ?? ""), "retain": .text(change.settings.retain.map { "\($0)" } ?? ""),
        "everybody": .text(change.settings.everybody?.rawValue ?? ""),
        "unpins": .flag(change.settings.pin != nil), "user": .text(change.person?.id ?? ""),
        "role": .text(change.person == nil ? "" : change.role?.rawValue ?? "none"),
        "until": .text(change.until > 0 ? Timestamp(change.until).text : ""),
      ])
  }
}

extension Governing {
  /// Operators take down what is pinned; what is to be pinned, those decide who lead the room.
  fileprivate init(operators body: [UInt8], at now: Int64, keeping kept: Int) throws(Refusal) {
    let object: JSONObject
    do { object = try JSONParser.parseObject(body) } catch {
      throw Refusal(.badRequest, "The body must be a JSON object: \(error.reason).")
    }
    let governing = try Governing(object)
    if case .up = governing.pin { throw Refusal(.badRequest, "pin must be empty: operators pin nothing.") }
    guard let span = object["for"] else {
      if let refusal = governing.refusal(at: now, keeping: kept) { throw refusal }
      self = governing
      return
    }
    guard let seconds = span.integer, (1...Int64(Restriction.longestSpan)).contains(seconds), governing.until == 0
    else {
      throw Refusal(
        .badRequest, "for must be seconds, from 1 to \(Restriction.longestSpan), and stands in place of until.")
    }
    self.init(
      settings: governing.settings, pin: governing.pin, user: governing.user, role: governing.role,
      until: now + seconds * 1_000)
    if let refusal = refusal(at: now, keeping: kept) { throw refusal }
  }
}

extension JSONWriter {
  fileprivate mutating func policy(_ policy: Policy, of room: RoomName, at now: Int64) {
    member("room", room.text)
    member("mode", policy.mode.rawValue)
    member("slow", policy.slow)
    member("topic", policy.topic)
    if let pin = policy.pin { member("pin", object: { $0.pin(pin) }) }
    member("retain", policy.retain)
    member("everybody", policy.callers.rawValue)
    let people = policy.people.filter { policy.role(of: $0.key, at: now) != nil }.sorted { $0.key < $1.key }
    member(
      "people",
      array: { array in
        for (id, standing) in people {
          array.object { object in
            object.member("id", id)
            object.member("name", standing.name)
            object.member("role", policy.role(of: id, at: now)?.rawValue ?? "")
            if standing.until > now { object.member("until", standing.until) }
          }
        }
      })
  }
}
