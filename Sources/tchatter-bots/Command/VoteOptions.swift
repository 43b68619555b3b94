import ChatClient
import ChatProtocol
import RedisClient

/// The options of `vote`.
struct VoteOptions: Equatable {
  typealias Mistake = BotOptions.Mistake

  var rooms: [String] = []
  /// `nil`: everything is in memory.
  var redis: RedisServer?
  var bot = BotOptions(name: UserName.voteBot)

  /// - Parameter environment: `TCHATTER_REDIS_URL` counts where there is no `--redis`, as `TCHATTER_BOT_KEY` where there is no
  ///   `--key-file`: secrets are better off there.
  init(_ arguments: [String], environment: [String: String] = [:]) throws(Mistake) {
    if let url = environment["TCHATTER_REDIS_URL"], !url.isEmpty { redis = try Self.redis(url) }
    bot.key = try KeyFile.read(environment)
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument.hasPrefix("--") { try take(argument, &rest) } else { rooms.append(try BotOptions.room(argument)) }
    }
    guard !rooms.isEmpty else { throw Mistake(message: "vote needs a room to be in") }
    guard rooms.count <= 30 else { throw Mistake(message: "vote is in at most 30 rooms") }
  }

  private mutating func take(_ option: String, _ rest: inout ArraySlice<String>) throws(Mistake) {
    guard option == "--redis" || BotOptions.names.contains(option) else {
      throw Mistake(message: "\(option) is no option of vote")
    }
    guard let value = rest.popFirst() else { throw Mistake(message: "\(option) needs a value") }
    if option == "--redis" { return redis = try Self.redis(value) }
    try bot.take(option, value)
  }

  private static func redis(_ url: String) throws(Mistake) -> RedisServer {
    let server: RedisServer
    do { server = try RedisServer(url: url) } catch { throw Mistake(message: "--redis: \(error)") }
    guard !server.isOfCluster else {
      throw Mistake(message: "--redis: votes are kept in one Redis, alone or under sentinels, not in a cluster")
    }
    return server
  }
}
