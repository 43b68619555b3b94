import ChatProtocol
import EventLoop
import JSON
import NetServer
import Webhooks

/// `/admin/hooks`: makes webhooks, lists and revokes them. `tchatter hooks` speaks to it.
struct HookAdminRoutes {
  let hooks: Hooks
  let log: Log
  /// Where this instance serves the public.
  let publicAddress: () -> SocketAddress?

  func add(to router: inout Router) {
    router.on("GET", "/admin/hooks") { list($0) }
    router.on("POST", "/admin/hooks") { add($0) }
    router.below("/admin/hooks/", on: "DELETE") { revoke($0) }
  }

  private func list(_ exchange: Exchange) {
    hooks.list { result in
      switch result {
      case .success(let hooks):
        exchange.answer(
          .json(
            200,
            JSONWriter.object { writer in
              writer.member("hooks", array: { array in for hook in hooks { array.raw(hook.json) } })
            }))
      case .failure(let refusal): exchange.answer(.refusal(refusal))
      }
    }
  }

  /// The body is `{room, name?, channels?, rate?, template?, create?}`; `create` admits a room that nobody has been in.
  private func add(_ exchange: Exchange) {
    let (wish, mayBeNew): (NewHookRequest, Bool)
    do { (wish, mayBeNew) = try Self.wish(exchange.request.body) } catch { return exchange.answer(.refusal(error)) }
    hooks.add(wish, mayBeNew: mayBeNew) { result in
      switch result {
      case .success(let new):
        audit("add hook", new.hook.id, isDone: true, exchange)
        exchange.answer(told(new))
      case .failure(let refusal): exchange.answer(.refusal(refusal))
      }
    }
  }

  private static func wish(_ body: [UInt8]) throws(Refusal) -> (NewHookRequest, Bool) {
    let object: JSONObject
    do { object = try JSONParser.parseObject(body) } catch {
      throw Refusal(.badRequest, "The body must be a JSON object: \(error.reason).")
    }
    return (try NewHookRequest(object), object["create"]?.bool ?? false)
  }

  /// The one time that the token is told.
  private func told(_ new: NewHook) -> Reply {
    .json(
      201,
      JSONWriter.object { writer in
        writer.member("hook", object: { new.hook.write(to: &$0) })
        writer.member("token", new.token)
        writer.member("path", "/hooks/\(new.token)")
        if let address = publicAddress() { writer.member("address", address.description) }
      })
  }

  private func revoke(_ exchange: Exchange) {
    let id = String(exchange.request.path.dropFirst("/admin/hooks/".count))
    hooks.revoke(id) { result in
      audit("revoke hook", id, isDone: (try? result.get()) != nil, exchange)
      switch result {
      case .success: exchange.answer(Reply(204))
      case .failure(let refusal): exchange.answer(.refusal(refusal))
      }
    }
  }

  /// Who did what to which webhook, as `UserRoutes` tells it.
  private func audit(_ act: String, _ id: String, isDone: Bool, _ exchange: Exchange) {
    log.warning(
      "audit",
      [
        "act": .text(act), "name": .text(id), "by": .text(exchange.client.address),
        "token": .flag(BearerToken.of(exchange.request) != nil), "done": .flag(isDone),
      ])
  }
}
