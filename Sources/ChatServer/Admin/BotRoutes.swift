import Base
import Broker
import Chat
import ChatProtocol
import JSON
import NetServer

/// `/admin/bots`: makes keys for programs, lists and revokes them. `tchatter bots` speaks to it.
struct BotRoutes {
  private static let path = "/admin/bots/"

  let hub: Hub
  let log: Log

  func add(to router: inout Router) {
    router.on("GET", "/admin/bots") { list($0) }
    router.on("POST", "/admin/bots") { add($0) }
    router.below(Self.path, on: "DELETE") { revoke($0) }
  }

  private var bots: Bots { Bots(hub: hub) }

  private func list(_ exchange: Exchange) {
    bots.list { result in
      switch result {
      case .success(let bots):
        let json = JSONWriter.object { writer in
          writer.member("bots", array: { array in for bot in bots { array.object { $0.listed(bot) } } })
        }
        exchange.answer(.json(200, json))
      case .failure(let refusal): exchange.answer(.refusal(refusal))
      }
    }
  }

  /// The body is `{name}`.
  private func add(_ exchange: Exchange) {
    let name: String
    do { name = try Self.name(exchange.request.body) } catch { return exchange.answer(.refusal(error)) }
    bots.add(name, maker: exchange.client.address) { result in
      audit("add", name, result.map { _ in 0 }, exchange)
      switch result {
      case .success(let new): exchange.answer(Self.told(new))
      case .failure(let refusal): exchange.answer(.refusal(refusal))
      }
    }
  }

  private static func name(_ body: [UInt8]) throws(Refusal) -> String {
    let object: JSONObject
    do { object = try JSONParser.parseObject(body) } catch {
      throw Refusal(.badRequest, "The body must be a JSON object: \(error.reason).")
    }
    guard let name = object["name"]?.string else { throw Refusal(.badRequest, "The body must have a name.") }
    return name
  }

  /// The one time that the key is told.
  private static func told(_ new: NewBot) -> Reply {
    let json = JSONWriter.object { writer in
      writer.member("bot", object: { new.bot.write(to: &$0) })
      writer.member("key", new.key)
    }
    return .json(201, json)
  }

  private func revoke(_ exchange: Exchange) {
    let path = String(exchange.request.path.dropFirst(Self.path.count))
    guard let name = PercentEncoding.decode(path).flatMap({ try? UserName($0) }) else {
      return exchange.answer(.refusal(.notFound, "There is no bot of this name."))
    }
    bots.revoke(name) { result in
      audit("revoke", name.text, result, exchange)
      switch result {
      case .success(let ended): exchange.answer(.json(200, JSONWriter.object { $0.member("ended", ended) }))
      case .failure(let refusal): exchange.answer(.refusal(refusal))
      }
    }
  }

  /// Who did what, whatever came of it, as `UserRoutes` tells it.
  private func audit(_ act: String, _ name: String, _ result: Result<Int, Refusal>, _ exchange: Exchange) {
    let ended = try? result.get()
    log.warning(
      "audit",
      [
        "act": .text("\(act) bot"), "name": .text(name), "by": .text(exchange.client.address),
        "token": .flag(BearerToken.of(exchange.request) != nil), "done": .flag(ended != nil),
        "sessions": Log.Value(ended ?? 0),
      ])
  }
}

extension JSONWriter {
  fileprivate mutating func listed(_ listed: ListedBot) {
    listed.bot.write(to: &self)
    if let time = listed.lastSignIn { member("signedIn", time) }
  }
}
