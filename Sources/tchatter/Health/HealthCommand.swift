import ChatServer
import Foundation
import NetServer

/// `tchatter health`: how the instance of this environment is, as a status; for what watches a container, in which there is
/// nothing else that could ask. Foundation: for the environment.
struct HealthCommand: Equatable, Sendable {
  enum Question: String, Sendable {
    /// Whether it takes new clients.
    case serves = "/health"
    /// Whether its loop turns, whatever the store does.
    case lives = "/live"
  }

  let question: Question
  let admin: Endpoint

  static func read(_ arguments: [String]) -> CommandReading<HealthCommand> {
    read(arguments, environment: ProcessInfo.processInfo.environment)
  }

  /// - Parameter arguments: those behind `health`.
  static func read(_ arguments: [String], environment: [String: String]) -> CommandReading<HealthCommand> {
    var words = CommandWords("tchatter health", valued: [], flags: ["--live"], arguments)
    if words.isHelpAsked { return .help }
    if !words.words.isEmpty { words.mistakes.append("health takes no words") }
    let own = environment["TCHATTER_ADMIN_LISTEN"].flatMap { Endpoint($0) }
    let admins = words.admins(otherwise: own ?? Configuration().adminListen)
    if admins.count > 1 { words.mistakes.append("health asks one instance") }
    guard let admin = admins.first, words.mistakes.isEmpty else { return .refused(words.mistakes) }
    return .run(HealthCommand(question: words.options["--live"] == nil ? .serves : .lives, admin: admin))
  }

  static let helpText = """
    tchatter health – tells by its status how an instance is, for health checks of containers.

    Usage: tchatter health [--live] [--admin HOST:PORT]

    An instance is well when it takes new clients; one that drains, is in maintenance or does not reach Redis is not.

      --live
          whether it answers at all: for what ends or replaces an instance that is not well
      --admin HOST:PORT
          the instance's admin listener; without it that of TCHATTER_ADMIN_LISTEN [\(Configuration().adminListen.text)]
      --help

    Exit status: 0 it is well, 1 it is not or does not answer, 2 the command line is wrong.

    """
}
