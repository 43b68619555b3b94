import Base
import ChatClient

/// The options of `relay`.
struct RelayOptions: Equatable {
  typealias Mistake = BotOptions.Mistake

  /// What is to be done.
  enum Task: Equatable { case send, status, listDead, replay }

  private static let tasks: [String: Task] = ["--status": .status, "--dead": .listDead, "--replay": .replay]
  private static let names: Set<String> = [
    "--to", "--shape", SecretFile.option, "--timeout", "--retry-milliseconds", "--outbox", "--absence", "--away",
  ]

  var task = Task.send
  private var place = RoomFolder()
  var folder: String { place.path }
  /// All of the folder if none are named, unless they are to be sent.
  var rooms: [String] { place.rooms }
  var address: WebhookAddress?
  var secrets: [WebhookSecret] = []
  var allowsPrivate = false
  /// Whether it is told who comes and goes.
  var tellsPeople = false
  /// How long somebody has to be away before that is told.
  var absence = TimeSpan.seconds(30)
  /// How long after a mention it is told of who is away; `nil` where it is not.
  var away: TimeSpan?
  /// Whether messages are told as Slack does.
  var isSlack = false
  /// How long a receiver may be silent, if that is said: 15 s, and 3 s in Slack's shape, where somebody waits for the answer.
  private var givenTimeout: TimeSpan?
  var timeout: TimeSpan { givenTimeout ?? (isSlack ? .seconds(3) : .seconds(15)) }
  var ladder = RetryLadder()
  /// Events that may wait, of each room.
  var limit = 10_000
  var bot = BotOptions(name: "Relay")

  /// - Parameter environment: `TCHATTER_BOT_KEY` and `TCHATTER_RELAY_SECRETS` count where there are no files.
  init(_ arguments: [String], environment: [String: String] = [:]) throws(Mistake) {
    bot.key = try KeyFile.read(environment)
    secrets = try SecretFile.read(environment)
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument.hasPrefix("--") {
        try take(argument, &rest)
      } else {
        try place.take(argument)
      }
    }
    try place.check(for: "relay", needsRooms: task == .send)
    guard task == .send else { return }
    guard address != nil else { throw Mistake(message: "relay needs a receiver: --to URL") }
    guard !tellsPeople || !isSlack else {
      throw Mistake(
        message: "--people is told in the shape of events alone: Slack's has nothing for who comes and goes")
    }
    guard away == nil || tellsPeople else {
      throw Mistake(message: "--away needs --people, by which it is known who is there")
    }
    guard !secrets.isEmpty else {
      throw Mistake(message: "relay needs a secret: \(SecretFile.option) FILE, or \(SecretFile.variable)")
    }
  }

  private mutating func take(_ option: String, _ rest: inout ArraySlice<String>) throws(Mistake) {
    if let task = Self.tasks[option] { return self.task = task }
    if option == "--allow-private" { return allowsPrivate = true }
    if option == "--people" { return tellsPeople = true }
    guard Self.names.contains(option) || BotOptions.names.contains(option) else {
      throw Mistake(message: "\(option) is no option of relay")
    }
    guard let value = rest.popFirst() else { throw Mistake(message: "\(option) needs a value") }
    switch option {
    case "--to":
      do { address = try WebhookAddress(value) } catch { throw Mistake(message: "--to \(value): \(error.reason)") }
    case SecretFile.option: secrets = try SecretFile.read(value)
    case "--shape":
      guard ["events", "slack"].contains(value) else { throw Mistake(message: "--shape is events or slack") }
      isSlack = value == "slack"
    case "--timeout": givenTimeout = .seconds(try Self.number(option, value, 1...300))
    case "--retry-milliseconds": ladder.base = .milliseconds(try Self.number(option, value, 0...60_000))
    case "--absence": absence = .seconds(try Self.number(option, value, 0...3_600))
    case "--away": away = .seconds(try Self.number(option, value, 1...3_600))
    case "--outbox": limit = try Self.number(option, value, 1...100_000)
    default: try bot.take(option, value)
    }
  }

  private static func number(_ option: String, _ text: String, _ range: ClosedRange<Int>) throws(Mistake) -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw Mistake(message: "\(option) is a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}
