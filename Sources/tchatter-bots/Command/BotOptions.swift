import ChatClient
import ChatProtocol

/// The options that say where a bot takes part, and as whom.
struct BotOptions: Equatable {
  /// One sentence on what is wrong.
  struct Mistake: Error, Equatable { let message: String }

  static let names: Set<String> = ["--url", "--name", "--session", "--transport", KeyFile.option]

  var url = "ws://127.0.0.1:8080/ws"
  var name: String
  /// The file in which the bot's session is; `nil` for the usual one.
  var session: String?
  var transport: TransportKind?
  /// With which it comes as a bot; without one it is a guest.
  var key: String?

  init(name: String) { self.name = name }

  /// - Parameter option: one of `names`.
  mutating func take(_ option: String, _ value: String) throws(Mistake) {
    switch option {
    case "--url": url = value
    case "--session": session = value
    case "--name": name = try Self.name(value)
    case KeyFile.option: key = try KeyFile.read(value)
    default: transport = try Self.transport(value)
    }
  }

  /// Whether the bot is to have this name, or one that counts as the same.
  func isNamed(_ other: String) -> Bool {
    guard let own = try? UserName(name), let other = try? UserName(other) else { return false }
    return own.skeleton == other.skeleton
  }

  /// A room that a bot is to be in.
  static func room(_ name: String) throws(Mistake) -> String {
    guard RoomName(name) != nil else { throw Mistake(message: "\(name): a room is made of a–z, 0–9, - and _") }
    return name
  }

  static func isRoom(_ name: String) -> Bool { RoomName(name) != nil }

  private static func name(_ text: String) throws(Mistake) -> String {
    do { return try UserName(text).text } catch { throw Mistake(message: "--name: \(error.message)") }
  }

  private static func transport(_ text: String) throws(Mistake) -> TransportKind? {
    if text == "auto" { return nil }
    guard let kind = TransportKind(rawValue: text) else {
      throw Mistake(message: "--transport is auto, webSocket or poll")
    }
    return kind
  }
}
