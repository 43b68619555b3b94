import Base
import EventLoop
import HTTP
import NetServer

/// Where the vote bot listens: the HTTP interface and the page.
final class VoteServer {
  /// Connections, those of listeners included.
  private static let most = 256
  /// What the kernel holds for a client that does not read: bytes.
  private static let sendBuffer: Int32 = 65_536
  private static let bodyBytes = 16_384

  private let server: BotHTTPServer
  let events: VoteEvents

  init(_ options: VoteHTTPOptions, bot: VoteBot, store: any BotStore, reactor: Reactor) throws(BotHTTPServer.Failure) {
    let board = VoteBoard(store: store, reactor: reactor)
    let events = VoteEvents(board: board, reactor: reactor)
    self.events = events
    bot.onDecision = { [weak events] in events?.look() }
    var router = Router()
    router.serve(StaticFiles(contents: VotePage.contents))
    VoteRoutes(
      bot: bot, board: board, events: events,
      authenticator: VoteAuthenticator(keys: options.keys, isOpen: options.isOpen, reactor: reactor)
    ).add(to: &router)
    var timeouts = ClientTimeouts()
    timeouts.bodyBytes = Self.bodyBytes
    server = try BotHTTPServer(
      at: options.endpoint, router, timeouts: timeouts, sendBuffer: Self.sendBuffer, reactor: reactor
    ) { $0 + events.count >= Self.most }
  }

  /// Where it listens, with the port that was taken.
  var address: String { server.address }

  /// Takes nothing more; what is being answered ends with its answer.
  func close() {
    server.close()
    events.close()
  }
}
