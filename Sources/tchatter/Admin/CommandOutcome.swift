import ChatServer

/// What a command came to.
struct CommandOutcome: Equatable, Sendable {
  let status: ExitStatus
  /// For the standard output: what a script would want.
  let output: String
  /// For the standard error: what a person is told.
  let remark: String

  static func failed(_ remark: String) -> CommandOutcome { CommandOutcome(status: .failed, output: "", remark: remark) }
  static func done(_ remark: String) -> CommandOutcome { CommandOutcome(status: .stopped, output: "", remark: remark) }
  static func told(_ output: String) -> CommandOutcome { CommandOutcome(status: .stopped, output: output, remark: "") }
}
