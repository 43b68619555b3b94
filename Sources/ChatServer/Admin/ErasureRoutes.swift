import Base
import Broker
import Chat
import ChatProtocol
import JSON
import NetServer

/// Erasing what somebody wrote, in parts. `tchatter erase` speaks to it.
///
/// - `POST /admin/erase?room=R&user=ID&since=…&until=…&after=SEQ&dry=yes`: deletes it in a part of a room, or counts it alone.
/// - `POST /admin/blank?room=R`: takes what is deleted in a room out of the store, some steps of it.
/// - `POST /admin/forget?user=ID`: forgets what the user has read, and where they were mentioned.
/// - `POST /admin/files?file=log|snapshot`, `GET /admin/files`: has the store write a file anew, and tells how far it is.
struct ErasureRoutes {
  /// Of one request to blank a room, and after which no more are begun: whoever asks waits for the answer ten seconds.
  private static let (steps, stepsTime) = (128, TimeSpan.seconds(2))

  let hub: Hub
  let log: Log

  func add(to router: inout Router) {
    router.on("POST", "/admin/erase") { erase($0) }
    router.on("POST", "/admin/blank") { blank($0) }
    router.on("POST", "/admin/forget") { forget($0) }
    router.on("POST", "/admin/files") { rewriteFile($0) }
    router.on("GET", "/admin/files") { tellFiles($0) }
  }

  private func erase(_ exchange: Exchange) {
    let query: WritingsQuery
    do throws(Refusal) {
      query = try WritingsQuery(exchange, known: ["dry"])
      guard query.writings.author != nil else { throw Refusal(.badRequest, "user must be a user's id.") }
    } catch {
      return exchange.answer(.refusal(error))
    }
    let isTrial = query["dry"] == "yes"
    hub.erase(query.writings, in: query.room, after: query.after, isTrial: isTrial) { result in
      if !isTrial { audit(query, result, exchange) }
      switch result {
      case .success(let part):
        let answer = JSONWriter.object { writer in
          writer.part(part, of: query.room)
          // It may have the room, and from before what the store has dropped. No archive follows two people's.
          if hub.archive != nil, query.room.participants == nil { writer.member("archive", true) }
        }
        exchange.answer(.json(200, answer))
      case .failure(let failure): exchange.answer(.refusal(Refusal(failure)))
      }
    }
  }

  private func blank(_ exchange: Exchange) {
    let room: RoomName
    do throws(Refusal) {
      let query = try QueryParameters(exchange, known: ["room"])
      guard let named = RoomName(stored: query["room"] ?? "") else {
        throw Refusal(.badRequest, "room must be a room's name, as the statistics tell it.")
      }
      room = named
    } catch {
      return exchange.answer(.refusal(error))
    }
    blank(room, steps: Self.steps, until: hub.time.now + Self.stepsTime, before: 0) { result in
      answer(exchange, result) { step, writer in
        writer.member("blanked", step.count)
        writer.member("done", step.isDone)
      }
    }
  }

  /// Between two steps the store does what others want.
  private func blank(
    _ room: RoomName, steps: Int, until limit: Instant, before: Int, completion: @escaping BlankTexts.Completion
  ) {
    hub.broker.perform(BlankTexts(of: room)) { result in
      guard case .success(let step) = result else { return completion(result) }
      let sum = BlankTexts.Step(count: before + step.count, isDone: step.isDone)
      guard !step.isDone, steps > 1, hub.time.now < limit else { return completion(.success(sum)) }
      blank(room, steps: steps - 1, until: limit, before: sum.count, completion: completion)
    }
  }

  private func forget(_ exchange: Exchange) {
    let user: User.ID
    do throws(Refusal) {
      let query = try QueryParameters(exchange, known: ["user"])
      guard let id = query["user"], User.isID(id) else { throw Refusal(.badRequest, "user must be a user's id.") }
      user = id
    } catch {
      return exchange.answer(.refusal(error))
    }
    hub.broker.perform(ForgetUser(of: user)) { result in
      answer(exchange, result) { _, writer in writer.member("forgotten", true) }
    }
  }

  private func rewriteFile(_ exchange: Exchange) {
    let call: RewriteStoreFile
    do throws(Refusal) {
      let query = try QueryParameters(exchange, known: ["file", "server"])
      guard let named = RewriteStoreFile.File(rawValue: query["file"] ?? "") else {
        throw Refusal(.badRequest, "file must be log or snapshot.")
      }
      call = RewriteStoreFile(named, of: query["server"] ?? "")
    } catch {
      return exchange.answer(.refusal(error))
    }
    hub.broker.perform(call) { result in
      answer(exchange, result) { state, writer in writer.member("state", state.rawValue) }
    }
  }

  private func tellFiles(_ exchange: Exchange) {
    hub.broker.perform(ReadStoreFiles()) { result in
      answer(exchange, result) { servers, writer in
        writer.member("servers", array: { array in for files in servers { array.object { $0.files(files) } } })
      }
    }
  }

  private func answer<Value>(
    _ exchange: Exchange, _ result: Result<Value, BrokerFailure>, write: (Value, inout JSONWriter) -> Void
  ) {
    switch result {
    case .success(let value): exchange.answer(.json(200, JSONWriter.object { write(value, &$0) }))
    // Operators are told why: a store may refuse such commands.
    case .failure(.unavailable(let reason)): exchange.answer(.refusal(.unavailable, reason))
    case .failure(let failure): exchange.answer(.refusal(Refusal(failure)))
    }
  }

  /// Who erased what, whatever came of it, unless there was nothing. A warning, so that the line is there where only those
  /// are kept.
  private func audit(_ query: WritingsQuery, _ result: Result<ErasedPart, BrokerFailure>, _ exchange: Exchange) {
    let part = try? result.get()
    guard part?.isEmpty != true else { return }
    log.warning(
      "audit",
      [
        "act": .text("erase"), "room": .text(query.room.text), "user": .text(query.writings.author ?? ""),
        "messages": Log.Value(part?.messages ?? 0), "edits": Log.Value(part?.edits ?? 0),
        "reactions": Log.Value(part?.reactions ?? 0), "reports": Log.Value(part?.reports ?? 0),
        "by": .text(exchange.client.address), "token": .flag(BearerToken.of(exchange.request) != nil),
        "done": .flag(part != nil),
      ])
  }
}

extension JSONWriter {
  fileprivate mutating func part(_ part: ErasedPart, of room: RoomName) {
    member("room", room.text)
    member("messages", part.messages)
    member("edits", part.edits)
    member("reactions", part.reactions)
    member("reports", part.reports)
    member("theirs", part.isTheirs)
    if let next = part.next { member("next", next) }
  }

  fileprivate mutating func files(_ files: StoreFiles) {
    member("server", files.server)
    member("writing", files.isWriting)
    member("failed", array: { array in for file in files.failed { array.string(file.rawValue) } })
    member("offset", files.offset)
    member(
      "replicas",
      array: { array in
        for replica in files.replicas {
          array.object { object in
            object.member("address", replica.address)
            object.member("offset", replica.offset)
          }
        }
      })
  }
}
