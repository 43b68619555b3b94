import ChatClient
import ChatProtocol
import NetServer
import RedisClient

/// The options of `vote`.
struct VoteOptions: Equatable {
  typealias Mistake = BotOptions.Mistake

  var rooms: [String] = []
  /// `nil`: everything is in memory.
  var redis: RedisServer?
  var bot = BotOptions(name: UserName.voteBot)
  /// Where it can be asked over HTTP, if it can.
  var http: VoteHTTPOptions?

  /// - Parameter environment: `TCHATTER_REDIS_URL` counts where there is no `--redis`, as `TCHATTER_BOT_KEY` where there is no
  ///   `--key-file`: secrets are better off there.
  init(_ arguments: [String], environment: [String: String] = [:]) throws(Mistake) {
    if let url = environment["TCHATTER_REDIS_URL"], !url.isEmpty { redis = try Self.redis(url) }
    bot.key = try KeyFile.read(environment)
    var http = HTTPWords()
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if try http.take(argument, &rest) { continue }
      if argument.hasPrefix("--") { try take(argument, &rest) } else { rooms.append(try BotOptions.room(argument)) }
    }
    guard !rooms.isEmpty else { throw Mistake(message: "vote needs a room to be in") }
    guard rooms.count <= 30 else { throw Mistake(message: "vote is in at most 30 rooms") }
    self.http = try http.options
  }

  /// What the command line says of HTTP.
  private struct HTTPWords {
    var endpoint: Endpoint?
    var keys: HTTPKeys?
    var isOpen = false

    /// - Returns: whether the option is one of these.
    mutating func take(_ option: String, _ rest: inout ArraySlice<String>) throws(Mistake) -> Bool {
      switch option {
      case "--http": endpoint = try Self.endpoint(Self.value(of: option, &rest))
      case HTTPKeys.option: keys = try HTTPKeys.read(Self.value(of: option, &rest))
      case "--open": isOpen = true
      default: return false
      }
      return true
    }

    private static func value(of option: String, _ rest: inout ArraySlice<String>) throws(Mistake) -> String {
      guard let value = rest.popFirst() else { throw Mistake(message: "\(option) needs a value") }
      return value
    }

    private static func endpoint(_ text: String) throws(Mistake) -> Endpoint {
      guard let endpoint = Endpoint(text) else {
        throw Mistake(message: "--http is an address and a port, such as 127.0.0.1:8090")
      }
      return endpoint
    }

    var options: VoteHTTPOptions? {
      get throws(Mistake) {
        guard let endpoint else {
          guard keys == nil, !isOpen else { throw Mistake(message: "\(HTTPKeys.option) and --open need --http") }
          return nil
        }
        guard keys != nil || isOpen else {
          throw Mistake(
            message: "--http needs \(HTTPKeys.option) FILE, or --open for everybody to read: nobody could ask")
        }
        return VoteHTTPOptions(endpoint: endpoint, keys: keys, isOpen: isOpen)
      }
    }
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
    do { return try RedisServer(url: url) } catch { throw Mistake(message: "--redis: \(error)") }
  }
}
