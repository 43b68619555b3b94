import ChatServer
import EventLoop
import Foundation

// One instance of the chat server. Foundation: for the environment and the arguments.

/// Reads what is asked for, and does it.
private func main() -> ExitStatus {
  let process = ProcessInfo.processInfo
  let behind = Array(process.arguments.dropFirst(2))
  switch process.arguments.dropFirst().first {
  case "hooks": return hooks(behind)
  case "users": return users(behind)
  case "bots": return bots(behind)
  case "health": return health(behind, process.environment)
  case "rooms": return rooms(behind)
  default: break
  }
  switch Invocation(arguments: Array(process.arguments.dropFirst()), environment: process.environment) {
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

/// Does what is asked about webhooks.
private func hooks(_ arguments: [String]) -> ExitStatus {
  switch HookCommand.read(arguments) {
  case .help: tell(help: HookCommand.helpText)
  case .refused(let mistakes): refuse("hooks", mistakes)
  case .run(let command): perform { HookCall(command, adminToken: $0).run(on: $1) }
  }
}

/// Does what is asked about users.
private func users(_ arguments: [String]) -> ExitStatus {
  switch UserCommand.read(arguments) {
  case .help: tell(help: UserCommand.helpText)
  case .refused(let mistakes): refuse("users", mistakes)
  case .run(let command): perform { UserCall(command, adminToken: $0).run(on: $1) }
  }
}

/// Does what is asked about keys for programs.
private func bots(_ arguments: [String]) -> ExitStatus {
  switch BotCommand.read(arguments) {
  case .help: tell(help: BotCommand.helpText)
  case .refused(let mistakes): refuse("bots", mistakes)
  case .run(let command): perform { BotCall(command, adminToken: $0).run(on: $1) }
  }
}

/// Tells how an instance is.
private func health(_ arguments: [String], _ environment: [String: String]) -> ExitStatus {
  switch HealthCommand.read(arguments, environment: environment) {
  case .help: tell(help: HealthCommand.helpText)
  case .refused(let mistakes): refuse("health", mistakes)
  case .run(let command): perform { HealthCall(command).run(on: $1) }
  }
}

/// Does what is asked about rooms.
private func rooms(_ arguments: [String]) -> ExitStatus {
  switch RoomCommand.read(arguments) {
  case .help: tell(help: RoomCommand.helpText)
  case .refused(let mistakes): refuse("rooms", mistakes)
  case .run(let command): perform { RoomCall(command, adminToken: $0).run(on: $1) }
  }
}

private func tell(help text: String) -> ExitStatus {
  print(text, terminator: "")
  return .stopped
}

private func refuse(_ command: String, _ mistakes: [String]) -> ExitStatus {
  for mistake in mistakes { complain("\(command): \(mistake)") }
  return .misconfigured
}

/// Does what an instance is asked for, and prints what comes of it.
/// - Parameter call: gets the admin token, if there is one, and a loop.
private func perform(_ call: (String?, Reactor) -> CommandOutcome) -> ExitStatus {
  guard let reactor = try? Reactor() else {
    complain("can't start the event loop")
    return .failed
  }
  let token = ProcessInfo.processInfo.environment["TCHATTER_ADMIN_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
  let outcome = call(token, reactor)
  print(outcome.output, terminator: "")
  if !outcome.remark.isEmpty { complain(outcome.remark) }
  return outcome.status
}

/// Says in one line what is wrong.
private func complain(_ line: String) {
  FileHandle.standardError.write(Data("tchatter: \(line)\n".utf8))
}

exit(main().rawValue)
