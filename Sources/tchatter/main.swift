import Base
import ChatServer
import EventLoop
import Foundation

// One instance of the chat server. Foundation: for the environment and the arguments.

/// Reads what is asked for, and does it.
private func main() -> ExitStatus {
  let process = ProcessInfo.processInfo
  let arguments = Array(process.arguments.dropFirst())
  if let command = OperatorCommands.all.first(where: { $0.word == arguments.first }) {
    return run(command, Array(arguments.dropFirst()))
  }
  switch Invocation(arguments: arguments, environment: process.environment) {
  case .help:
    print(Invocation.helpText, terminator: "")
    return .stopped
  case .version:
    print("tchatter \(Version.text)")
    return .stopped
  case .refused(let mistakes):
    for mistake in mistakes { complain(mistake) }
    return .misconfigured
  case .run(let configuration, let remarks):
    do {
      return try Program(configuration, remarks: remarks).run()
    } catch {
      complain(error.reason)
      return error.status
    }
  }
}

/// Does what an instance is asked for, and prints what comes of it.
private func run<Command: OperatorCommand>(_ type: Command.Type, _ arguments: [String]) -> ExitStatus {
  switch type.read(arguments) {
  case .help:
    print(type.helpText, terminator: "")
    return .stopped
  case .refused(let mistakes):
    for mistake in mistakes { complain("\(type.word): \(mistake)") }
    return .misconfigured
  case .run(let command): return run(command)
  }
}

private func run(_ command: some OperatorCommand) -> ExitStatus {
  guard let reactor = try? Reactor() else {
    complain("can't start the event loop")
    return .failed
  }
  let token = ProcessInfo.processInfo.environment["TCHATTER_ADMIN_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
  let outcome = command.run(adminToken: token, on: reactor)
  print(outcome.output, terminator: "")
  if !outcome.remark.isEmpty { complain(outcome.remark) }
  return outcome.status
}

/// Says in one line what is wrong.
private func complain(_ line: String) {
  FileHandle.standardError.write(Data("tchatter: \(line)\n".utf8))
}

exit(main().rawValue)
