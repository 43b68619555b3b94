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

  /// - Parameter environment: `TCHATTER_BOT_KEY` counts where there is no `--key-file`.
  init(_ arguments: [String], environment: [String: String] = [:]) throws(Mistake) {
    bot.key = try KeyFile.read(environment)
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument.hasPrefix("--") {
        try take(argument, &rest)
      } else {
        try place.take(argument)
      }
    }
    try place.check(for: "archive", needsRooms: !isCheck)
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
