import EventLoop
import Foundation
import RedisClient

/// The command `vote`: runs the bot until it is told to stop. Foundation: for signals' numbers.
final class RunVote {
  private let options: VoteOptions
  private let user: BotUser
  private let reactor: Reactor
  private let log = BotLog()
  private let bot: VoteBot
  private var server: VoteServer?
  private var status: Int32 = 0
  private var wasInterrupted = false

  init(_ options: VoteOptions) throws(BotUser.Failure) {
    self.options = options
    reactor = try BotUser.loop()
    user = try BotUser(options.bot, reactor: reactor, log: log)
    let (reactor, log) = (self.reactor, log)
    let name = options.bot.name
    let store: any BotStore
    if let server = options.redis {
      let configuration = RedisConfiguration(server: server)
      store = RedisBotStore(reactor, configuration, kind: "vote", name: name)
    } else {
      store = MemoryBotStore { reactor.wallClock }
    }
    bot = VoteBot(name: name, store: store, reactor: reactor, log: log)
    guard let http = options.http else { return }
    do throws(BotHTTPServer.Failure) {
      let server = try VoteServer(http, bot: bot, store: store, reactor: reactor)
      log.write("listening on http://\(server.address)/")
      self.server = server
    } catch {
      throw BotUser.Failure(reason: error.reason)
    }
  }

  /// - Returns: the status to exit with.
  func run() -> Int32 {
    for signal in [SIGINT, SIGTERM] {
      // Without it the signal ends the program at once, which loses nothing either.
      try? reactor.onSignal(signal) { [unowned self] in interrupt() }
    }
    if options.redis == nil { log.write("no --redis: votes are forgotten when this ends") }
    user.onBegin = { [unowned self] in bot.takePart(as: $0, in: options.rooms) }
    user.onEvent = { [unowned self] in bot.hear($0) }
    user.onEnd = { [unowned self] isStopped in
      status = isStopped ? 0 : 1
      reactor.stop()
    }
    user.begin()
    reactor.run()
    return status
  }

  private func interrupt() {
    if wasInterrupted { return reactor.stop() }
    wasInterrupted = true
    log.write("stopping")
    server?.close()
    bot.stop()
    user.stop()
  }
}
