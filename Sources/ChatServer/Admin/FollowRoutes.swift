import Broker
import Chat
import ChatProtocol
import JSON
import NetServer

/// `/admin/follow`: the traffic of one user or in one room on this instance, without what is written. `tchatter follow`
/// speaks to it.
///
/// Nothing is held open: who follows asks again and again for what has happened since, and is forgotten when they don't.
struct FollowRoutes {
  private static let path = "/admin/follow/"

  let hub: Hub
  let log: Log

  func add(to router: inout Router) {
    router.on("POST", "/admin/follow") { begin($0) }
    router.below(Self.path, on: "GET") { take($0) }
    router.below(Self.path, on: "DELETE") { end($0) }
  }

  /// The body says whom: `{"user": USER}` or `{"room": ROOM}`.
  private func begin(_ exchange: Exchange) {
    let object = try? JSONParser.parseObject(exchange.request.body)
    switch (object?["user"]?.string, object?["room"]?.string) {
    case (let user?, nil):
      OperatorsUser(hub: hub).find(user, exchange) { begin(.user($0), exchange) }
    case (nil, let text?):
      guard let room = RoomName(stored: text) else {
        return exchange.answer(.refusal(.badRequest, "This is not the name of a room."))
      }
      begin(.room(room), exchange)
    default:
      exchange.answer(.refusal(.badRequest, "The body must be {\"user\": …}, an id or @ and a name, or {\"room\": …}."))
    }
  }

  private func begin(_ subject: Follower.Subject, _ exchange: Exchange) {
    let follower = hub.follow(subject)
    audit(subject, follower != nil, exchange)
    guard let follower else {
      let sentence = "\(Hub.mostFollowers) follow somebody here already; that is as many as may."
      return exchange.answer(.refusal(.rateLimited, sentence))
    }
    let json = JSONWriter.object { writer in
      writer.member("id", follower.id)
      writer.member("instance", hub.configuration.instance)
    }
    exchange.answer(.json(201, json))
  }

  private func take(_ exchange: Exchange) {
    guard let follower = hub.follower(Self.id(in: exchange)) else { return exchange.answer(Self.unknown) }
    let (lines, dropped) = follower.take(at: hub.time.now)
    let json = JSONWriter.object { writer in
      writer.member("events", array: { array in for line in lines { array.raw(line) } })
      writer.member("dropped", dropped)
    }
    exchange.answer(.json(200, json))
  }

  private func end(_ exchange: Exchange) {
    exchange.answer(hub.endFollowing(Self.id(in: exchange)) ? Reply(204) : Self.unknown)
  }

  private static func id(in exchange: Exchange) -> String { String(exchange.request.path.dropFirst(path.count)) }
  private static var unknown: Reply { .refusal(.notFound, "Nobody follows anything by this id, or not any more.") }

  /// Who looks at whom. A warning, so that the line is there where only those are kept.
  private func audit(_ subject: Follower.Subject, _ isDone: Bool, _ exchange: Exchange) {
    let (user, room) =
      switch subject {
      case .user(let user): (user, "")
      case .room(let room): ("", room.text)
      }
    log.warning(
      "audit",
      [
        "act": .text("follow"), "user": .text(user), "room": .text(room), "by": .text(exchange.client.address),
        "token": .flag(BearerToken.of(exchange.request) != nil), "done": .flag(isDone),
      ])
  }
}
