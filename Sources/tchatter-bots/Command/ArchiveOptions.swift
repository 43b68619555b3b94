import NetServer

/// The options of `archive`.
struct ArchiveOptions: Equatable {
  typealias Mistake = BotOptions.Mistake

  private var place = RoomFolder()
  var folder: String { place.path }
  var rooms: [String] { place.rooms }
  /// Whether what is there is only to be checked; of all rooms if none are named.
  var isCheck = false
  var bot = BotOptions(name: "Archive")
  /// After which a new segment is begun: bytes.
  var segmentBytes = 16 << 20
  /// Where instances ask it for what the chat does not have any more, and by which keys.
  var http: HTTP?

  struct HTTP: Equatable {
    let endpoint: Endpoint
    let keys: HTTPKeys
  }

  /// - Parameter environment: `TCHATTER_BOT_KEY` counts where there is no `--key-file`.
  init(_ arguments: [String], environment: [String: String] = [:]) throws(Mistake) {
    bot.key = try KeyFile.read(environment)
    var rest = arguments[...]
    var endpoint: Endpoint?
    var keys: HTTPKeys?
    while let argument = rest.popFirst() {
      if argument == "--http" {
        endpoint = try Self.endpoint(rest.popFirst())
      } else if argument == HTTPKeys.option {
        keys = try Self.keys(rest.popFirst())
      } else if argument.hasPrefix("--") {
        try take(argument, &rest)
      } else {
        try place.take(argument)
      }
    }
    try place.check(for: "archive", needsRooms: !isCheck)
    if let endpoint, let keys {
      http = HTTP(endpoint: endpoint, keys: keys)
    } else if endpoint != nil || keys != nil {
      throw Mistake(message: "--http and \(HTTPKeys.option) need each other")
    }
  }

  private static func endpoint(_ value: String?) throws(Mistake) -> Endpoint {
    guard let endpoint = value.flatMap({ Endpoint($0) }) else {
      throw Mistake(message: "--http is an address and a port, such as 127.0.0.1:8091")
    }
    return endpoint
  }

  private static func keys(_ value: String?) throws(Mistake) -> HTTPKeys {
    guard let value else { throw Mistake(message: "\(HTTPKeys.option) needs a value") }
    return try HTTPKeys.read(value)
  }

  private mutating func take(_ option: String, _ rest: inout ArraySlice<String>) throws(Mistake) {
    if option == "--check" { return isCheck = true }
    guard option == "--segment-megabytes" || BotOptions.names.contains(option) else {
      throw Mistake(message: "\(option) is no option of archive")
    }
    guard let value = rest.popFirst() else { throw Mistake(message: "\(option) needs a value") }
    if option == "--segment-megabytes" {
      guard let megabytes = Int(value), (1...512).contains(megabytes) else {
        throw Mistake(message: "--segment-megabytes is a number from 1 to 512")
      }
      return segmentBytes = megabytes << 20
    }
    try bot.take(option, value)
  }
}
