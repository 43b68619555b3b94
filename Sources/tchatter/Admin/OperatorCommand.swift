import EventLoop

/// A command behind `tchatter` for which an instance is asked through its admin listener, such as `tchatter hooks …`.
protocol OperatorCommand: Equatable, Sendable {
  /// What stands behind `tchatter`.
  static var word: String { get }
  static var helpText: String { get }

  /// - Parameter arguments: those behind the word.
  static func read(_ arguments: [String]) -> CommandReading<Self>

  /// Runs the loop until all is answered, and tells what to print.
  /// - Parameter adminToken: what the instance is shown.
  func run(adminToken: String?, on reactor: Reactor) -> CommandOutcome
}

/// What a command line asks for.
enum CommandReading<Command: OperatorCommand>: Equatable, Sendable {
  case run(Command)
  case help
  /// One line for each mistake.
  case refused([String])
}

/// All that there are.
enum OperatorCommands {
  static let all: [any OperatorCommand.Type] = [
    AbandonedCommand.self, BotCommand.self, EraseCommand.self, ExportCommand.self, FollowCommand.self,
    HealthCommand.self, HookCommand.self, RoomCommand.self, StatisticsCommand.self, TopCommand.self, UserCommand.self,
  ]
}
