import Base
import Broker
import Chat
import ChatProtocol
import JSON
import NetServer

/// `/admin/users`: who is connected, and what is decided about them. `tchatter users` speaks to it.
///
/// A user is named in the path by their id, or by `@` and the name of somebody who is signed in, percent-encoded.
struct UserRoutes {
  private static let path = "/admin/users/"

  let hub: Hub
  let log: Log

  func add(to router: inout Router) {
    router.on("GET", "/admin/users") { list($0) }
    router.below(Self.path, on: "GET") { show($0) }
    router.below(Self.path, on: "POST") { changeStanding($0) }
  }

  // MARK: - Looking

  /// `?after=ID&limit=N`: the users who are connected to this instance, a page of them.
  private func list(_ exchange: Exchange) {
    var (after, limit) = ("", Hub.mostListedUsers)
    for parameter in (exchange.request.query ?? "").split(separator: "&") {
      let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      switch (parts[0], parts.count == 2 ? parts[1] : "") {
      case ("after", let id) where User.isID(id): after = id
      case ("limit", let text) where (1...Hub.mostListedUsers).contains(Int(text) ?? 0): limit = Int(text) ?? limit
      default:
        return exchange.answer(
          .refusal(.badRequest, "The list takes after=ID and limit=N, from 1 to \(Hub.mostListedUsers)."))
      }
    }
    let (users, hasMore) = hub.connectedUsers(after: after, limit: limit)
    exchange.answer(
      .json(
        200,
        JSONWriter.object { writer in
          writer.member("instance", hub.configuration.instance)
          writer.member("users", array: { array in for user in users { array.object { $0.connected(user) } } })
          writer.member("more", hasMore)
        }))
  }

  private func show(_ exchange: Exchange) {
    find(String(exchange.request.path.dropFirst(Self.path.count)), exchange) { user in
      hub.broker.perform(ReadStanding(of: user)) { result in
        switch result {
        case .success(let standing):
          exchange.answer(.json(200, JSONWriter.object { $0.standing(standing, of: user) }))
        case .failure(let failure): exchange.answer(.refusal(Refusal(failure)))
        }
      }
    }
  }

  /// Who is meant by a part of the path, percent-encoded; answers by itself if nobody is.
  private func find(_ part: String, _ exchange: Exchange, found: @escaping (User.ID) -> Void) {
    OperatorsUser(hub: hub).find(PercentEncoding.decode(part) ?? "", exchange, found: found)
  }

  // MARK: - Ending, banning, suspending, pardoning

  /// `/admin/users/USER/ACT`, of end, ban, suspend, pardon.
  private func changeStanding(_ exchange: Exchange) {
    let words = exchange.request.path.dropFirst(Self.path.count).split(separator: "/", omittingEmptySubsequences: false)
    guard words.count == 2, let act = UserAct(rawValue: String(words[1])) else {
      return exchange.answer(.refusal(.notFound, Reply.nothingHere))
    }
    let change: ChangeStanding.Act
    do { change = try act.change(exchange.request.body) } catch { return exchange.answer(.refusal(error)) }
    find(String(words[0]), exchange) { user in
      hub.broker.perform(ChangeStanding(change, of: user)) { result in
        audit(act, user, change, result, exchange)
        switch result {
        case .success(let done): exchange.answer(.json(200, JSONWriter.object { $0.done(done, to: user) }))
        case .failure(let failure): exchange.answer(.refusal(Refusal(failure)))
        }
      }
    }
  }

  /// Who did what to whom, whatever came of it. A warning, so that the line is there where only those are kept.
  private func audit(
    _ act: UserAct, _ user: User.ID, _ change: ChangeStanding.Act,
    _ result: Result<ChangeStanding.Reply, BrokerFailure>,
    _ exchange: Exchange
  ) {
    let done = try? result.get()
    let until = done?.until.map { Timestamp($0).text }
    log.warning(
      "audit",
      [
        "act": .text(act.rawValue), "user": .text(user), "by": .text(exchange.client.address),
        "token": .flag(BearerToken.of(exchange.request) != nil), "done": .flag(done != nil),
        "sessions": Log.Value(done?.ended ?? 0), "until": .text(until ?? (change.restricts ? "pardoned" : "")),
        "reason": .text(change.reason),
      ])
  }
}

/// What an operator does to a user.
package enum UserAct: String, CaseIterable, Sendable {
  case end, ban, suspend, pardon

  /// - Parameter body: empty, or `{for?: seconds, reason?, hold?: whether the names are held}` of a ban or a suspension.
  func change(_ body: [UInt8]) throws(Refusal) -> ChangeStanding.Act {
    let object: JSONObject
    do { object = try JSONParser.parseObject(body.isEmpty ? Array("{}".utf8) : body) } catch {
      throw Refusal(.badRequest, "The body must be a JSON object: \(error.reason).")
    }
    let seconds = try Self.seconds(object["for"])
    let reason = try Self.reason(object["reason"])
    switch self {
    case .end: return .end
    case .ban: return .ban(seconds: seconds, reason: reason, holdsNames: object["hold"]?.bool ?? false)
    case .suspend: return .suspend(seconds: seconds, reason: reason)
    case .pardon: return .pardon
    }
  }

  private static func seconds(_ value: JSONValue?) throws(Refusal) -> Int? {
    guard let value else { return nil }
    guard let seconds = value.integer, (1...Int64(Restriction.longestSpan)).contains(seconds) else {
      throw Refusal(.badRequest, "for must be seconds, from 1 to \(Restriction.longestSpan).")
    }
    return Int(seconds)
  }

  /// It is shown to people, in a line.
  private static func reason(_ value: JSONValue?) throws(Refusal) -> String {
    guard let value else { return "" }
    guard let text = value.string, text.count <= Restriction.longestReason,
      text.utf8.count <= 4 * Restriction.longestReason,
      text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else {
      throw Refusal(.badRequest, "reason must be a line of at most \(Restriction.longestReason) characters.")
    }
    return text
  }
}

extension ChangeStanding.Act {
  fileprivate var restricts: Bool {
    switch self {
    case .ban, .suspend: true
    case .end, .pardon: false
    }
  }

  fileprivate var reason: String {
    switch self {
    case .ban(_, let reason, _), .suspend(_, let reason): reason
    case .end, .pardon: ""
    }
  }
}

extension JSONWriter {
  fileprivate mutating func connected(_ connected: ConnectedUser) {
    user(connected.user)
    member("signedIn", connected.signedIn)
    member("connections", connected.connections)
    if connected.isSuspended { member("suspended", true) }
  }

  fileprivate mutating func standing(_ standing: Standing, of user: User.ID) {
    member("id", user)
    if let ended = standing.ended { member("ended", ended) }
    if let ban = standing.ban { member("ban", object: { $0.restriction(ban) }) }
    if let suspension = standing.suspension { member("suspension", object: { $0.restriction(suspension) }) }
    member(
      "sessions",
      array: { array in
        for session in standing.sessions {
          array.object { object in
            object.member("name", session.user.name)
            object.member("kind", session.user.kind.rawValue)
            object.member("created", session.created)
          }
        }
      })
  }

  private mutating func restriction(_ restriction: Restriction) {
    if let until = restriction.until { member("until", until) }
    member("reason", restriction.reason)
  }

  fileprivate mutating func done(_ done: ChangeStanding.Reply, to user: User.ID) {
    member("id", user)
    member("ended", done.ended)
    if let until = done.until { member("until", until) }
  }
}
