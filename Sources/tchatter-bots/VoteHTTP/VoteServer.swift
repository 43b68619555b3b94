import Base
import EventLoop
import HTTP
import NetServer

/// Where the vote bot listens: the HTTP interface and the page.
final class VoteServer {
  struct Failure: Error { let reason: String }

  /// Connections, those of listeners included.
  private static let most = 256
  /// What the kernel holds for a client that does not read: bytes.
  private static let sendBuffer: Int32 = 65_536
  private static let bodyBytes = 16_384

  private let listener: Listener
  private let server: HTTPServer
  let events: VoteEvents
  private let timer: Timer

  init(_ options: VoteHTTPOptions, bot: VoteBot, store: any BotStore, reactor: Reactor) throws(Failure) {
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
    let server = HTTPServer(router: router, timeouts: timeouts, trustedProxies: .loopback, reactor: reactor)
    server.isFull = { [unowned server] in server.count + events.count >= Self.most }
    self.server = server
    let endpoint = options.endpoint
    guard let address = SocketAddress(ip: endpoint.host, port: endpoint.port) else {
      throw Failure(reason: "--http: \(endpoint.text) is not an address")
    }
    do {
      listener = try Listener(reactor, address: address, sendBuffer: Self.sendBuffer) { server.accept($0) }
    } catch {
      throw Failure(reason: "--http: can't listen on \(endpoint.text): \(error)")
    }
    listener.admits = { server.hasPlace }
    listener.refusal = Overload.response
    timer = reactor.every(.seconds(1)) { server.sweep() }
  }

  /// Where it listens, with the port that was taken.
  var address: String { listener.localAddress?.description ?? "?" }

  /// Takes nothing more; what is being answered ends with its answer.
  func close() {
    listener.close()
    server.closeIdle()
    events.close()
  }
}
