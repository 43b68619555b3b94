import EventLoop

extension Archiver: RoomFollower {}
extension ArchiveReport: FollowerReport {}

/// The command `archive`: writes rooms down until it is told to stop.
struct RunArchive {
  private let run: FollowerRun<Archiver>
  private let server: ArchiveServer?

  init(_ options: ArchiveOptions) throws(BotUser.Failure) {
    let (log, reactor) = (BotLog(), try BotUser.loop())
    let user = try BotUser(options.bot, reactor: reactor, log: log)
    let archiver = Archiver(
      folder: options.folder, rooms: options.rooms, segmentBytes: options.segmentBytes, isRead: options.http != nil,
      reactor: reactor, log: log)
    do throws(FileFailure) { try archiver.open() } catch { throw BotUser.Failure(reason: error.reason) }
    archiver.onBlocked = { [unowned user] isBlocked in isBlocked ? user.pause() : user.begin() }
    run = FollowerRun(archiver, as: user, on: reactor, log: log)
    server = try options.http.map { http throws(BotUser.Failure) in
      do throws(BotHTTPServer.Failure) {
        let server = try ArchiveServer(at: http.endpoint, keys: http.keys, archiver: archiver, reactor: reactor)
        log.write("listening on http://\(server.address)/")
        return server
      } catch {
        throw BotUser.Failure(reason: error.reason)
      }
    }
  }

  /// - Returns: the status to exit with.
  func callAsFunction() -> Int32 { withExtendedLifetime(server) { run.run() } }
}
