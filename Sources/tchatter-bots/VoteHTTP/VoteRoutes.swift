import Base
import EventLoop
import HTTP
import JSON
import NetServer

/// The HTTP interface, which openapi.json describes, and the page that is made of it.
struct VoteRoutes {
  static let description = PackageResources.openapi_json

  let bot: VoteBot
  let board: VoteBoard
  let events: VoteEvents
  let authenticator: VoteAuthenticator

  func add(to router: inout Router) {
    router.on("GET", "/openapi.json") { .json(200, Self.description) }
    router.on("GET", "/votes") { exchange in answer(exchange, ["room", "state", "limit"], list) }
    router.on("POST", "/votes") { perform($0, created: true) { reader throws(VoteError) in try reader.start() } }
    router.on("GET", "/votes/statistics") { exchange in
      answer(exchange) { _ in .json(200, board.statistics) }
    }
    router.on("GET", "/votes/events") { listen($0) }
    router.on("GET", matching: "/votes/*/ballots") { exchange, id in
      answer(exchange) { _ throws(VoteError) in .json(200, try vote(id).ballotList) }
    }
    router.on("POST", matching: "/votes/*/ballots") { exchange, id in
      perform(exchange) { reader throws(VoteError) in try reader.cast(Self.id(id)) }
    }
    router.on("GET", matching: "/votes/*/export") { exchange, id in
      answer(exchange, ["form"]) { query throws(VoteError) in try export(vote(id), as: query["form"] ?? "json") }
    }
    for deed in [VoteCommand.Deed.reveal, .cancel, .again, .remind] {
      router.on("POST", matching: "/votes/*/\(deed.rawValue)") { exchange, id in
        perform(exchange) { reader throws(VoteError) in try reader.about(deed, Self.id(id)) }
      }
    }
    router.on("GET", matching: "/votes/*") { exchange, id in
      answer(exchange) { _ throws(VoteError) in .json(200, try vote(id).detail) }
    }
  }

  // MARK: - Reading

  /// Answers with what is in the store by now.
  /// - Parameter known: what may stand behind the `?`.
  private func answer(
    _ exchange: Exchange, _ known: Set<String> = [], _ reply: @escaping (QueryParameters) throws(VoteError) -> Reply
  ) {
    read(exchange, known) { query in
      do throws(VoteError) { exchange.answer(try reply(query)) } catch { exchange.answer(error.reply) }
    }
  }

  private func read(
    _ exchange: Exchange, _ known: Set<String> = [], _ body: @escaping (QueryParameters) -> Void
  ) {
    let query: QueryParameters
    do throws(VoteError) {
      try authenticator.admitReader(exchange)
      query = try Self.query(exchange, known)
    } catch {
      return exchange.answer(error.reply)
    }
    board.refresh { failure in
      if failure != nil { return exchange.answer(VoteError.storeAway.reply) }
      body(query)
    }
  }

  private static func query(_ exchange: Exchange, _ known: Set<String>) throws(VoteError) -> QueryParameters {
    guard !known.isEmpty || exchange.request.query == nil else { throw .badRequest("This takes no query.") }
    do { return try QueryParameters(exchange, known: known) } catch { throw .badRequest(error.message) }
  }

  private func list(_ query: QueryParameters) throws(VoteError) -> Reply {
    let limit: Int
    do { limit = try query.number("limit", in: 1...BotRetention.records, usual: BotRetention.records) } catch {
      throw .badRequest(error.message)
    }
    let state = query["state"].map { Vote.Phase(rawValue: $0) }
    if let room = query["room"], !BotOptions.isRoom(room) { throw .badRequest("room is made of a–z, 0–9, - and _.") }
    if case .some(nil) = state { throw .badRequest("state is open, revealed or cancelled.") }
    let votes = board.votes.filter { vote in
      query["room"].map { $0 == vote.room } ?? true && (state ?? nil).map { $0 == vote.phase } ?? true
    }
    return .json(200, Self.list(Array(votes.prefix(limit))))
  }

  static func list(_ votes: [Vote]) -> [UInt8] {
    JSONWriter.object { writer in
      writer.member("votes", array: { array in for vote in votes { array.raw(vote.summary) } })
    }
  }

  private func vote(_ id: String) throws(VoteError) -> Vote {
    guard let vote = board.vote(try Self.id(id)) else { throw .noVote }
    return vote
  }

  private static func id(_ text: String) throws(VoteError) -> VoteID {
    guard let id = VoteID(text), id.description == text else { throw .noVote }
    return id
  }

  private func export(_ vote: Vote, as form: String) throws(VoteError) -> Reply {
    guard let form = VoteCommand.ExportForm(rawValue: form) else { throw .badRequest("form is json or csv.") }
    guard !vote.revealedRounds.isEmpty else {
      throw .conflict("\(vote.id) has nothing to export before it is revealed.")
    }
    let text = Array(VoteExport(vote: vote).text(as: form).utf8)
    guard form == .csv else { return .json(200, text) }
    var reply = Reply.json(200, text)
    try? reply.response.fields.set("Content-Type", "text/csv; charset=utf-8")
    reply.add("Content-Disposition", "attachment; filename=\"\(vote.id).csv\"")
    return reply
  }

  private func listen(_ exchange: Exchange) {
    read(exchange) { _ in
      if exchange.request.method == "HEAD" { return exchange.answer(VoteEvents.head) }
      guard events.hasPlace(for: exchange) else {
        return exchange.answer(VoteError.unavailable("Too many listen.").reply)
      }
      events.add(exchange, after: exchange.request.fields["Last-Event-ID"])
    }
  }

  // MARK: - Acting

  private func perform(
    _ exchange: Exchange, created: Bool = false, _ read: (VoteCallReader) throws(VoteError) -> VoteCall
  ) {
    let call: VoteCall
    do throws(VoteError) {
      let caller = try authenticator.admitWriter(exchange)
      _ = try Self.query(exchange, [])
      call = try read(VoteCallReader(request: exchange.request, caller: caller))
    } catch {
      return exchange.answer(error.reply)
    }
    let pending = PendingVoteCall(call, entropy: KernelEntropy(), isAwaited: { exchange.isAwaited }) { result in
      exchange.answer(Self.reply(result, created: created))
    }
    bot.perform(pending)
  }

  private static func reply(_ result: Result<PendingVoteCall.Outcome, VoteError>, created: Bool) -> Reply {
    switch result {
    case .failure(let error): return error.reply
    case .success(let outcome):
      var reply = Reply.json(created ? 201 : 200, outcome.vote.detail)
      if created { reply.add("Location", "/votes/\(outcome.vote.id)") }
      if outcome.isRepeat { reply.add("Idempotent-Replayed", "true") }
      return reply
    }
  }
}
