import EventLoop

extension Relay: RoomFollower {}
extension RelayReport: FollowerReport {}

/// The command `relay`: sends rooms' events until it is told to stop.
struct RunRelay {
  private let run: FollowerRun<Relay>
  private let https: HTTPSProgram?

  /// - Parameter address: of `options`.
  init(_ options: RelayOptions, to address: WebhookAddress) throws(BotUser.Failure) {
    let (log, reactor) = (BotLog(), try BotUser.loop())
    let user = try BotUser(options.bot, reactor: reactor, log: log)
    do { _ = try address.resolve(turn: 0, allowsPrivate: options.allowsPrivate) } catch {
      guard error.isPassing else { throw BotUser.Failure(reason: "--to: \(error.reason)") }
      log.write(error.reason)
    }
    https = address.isSecure ? try Self.startHTTPS(options, to: address, reactor, log) : nil
    let route = WebhookCourier.Route(
      address: address, secrets: options.secrets, allowsPrivate: options.allowsPrivate, timeout: options.timeout,
      isSlack: options.isSlack, https: https)
    let setting = RoomRelay.Setting(
      route: route, ladder: options.ladder, limit: options.limit, isOwn: { options.bot.isNamed($0) },
      absence: options.tellsPeople ? options.absence : nil, away: options.away)
    let relay = Relay(folder: options.folder, rooms: options.rooms, setting: setting, reactor: reactor, log: log)
    do throws(FileFailure) { try relay.open() } catch { throw BotUser.Failure(reason: error.reason) }
    run = FollowerRun(relay, as: user, on: reactor, log: log)
  }

  private static func startHTTPS(
    _ options: RelayOptions, to address: WebhookAddress, _ reactor: Reactor, _ log: BotLog
  ) throws(BotUser.Failure) -> HTTPSProgram {
    let setting = Tunnel.Setting(address: address, allowsPrivate: options.allowsPrivate)
    do {
      return try HTTPSProgram(HTTPSProgram.besideThisOne, setting, reactor: reactor, log: log)
    } catch {
      throw BotUser.Failure(reason: "--to: what speaks https can't be started: \(error)")
    }
  }

  /// - Returns: the status to exit with.
  func callAsFunction() -> Int32 {
    defer { https?.end() }
    return run.run()
  }
}
