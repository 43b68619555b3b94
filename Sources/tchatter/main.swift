import ChatServer
import EventLoop
import Foundation

// One instance of the chat server. Foundation: for the environment and the arguments.

/// Reads what is asked for, and does it.
private func main() -> ExitStatus {
  let process = ProcessInfo.processInfo
  if process.arguments.dropFirst().first == "hooks" { return hooks(Array(process.arguments.dropFirst(2))) }
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
  case .help:
    print(HookCommand.helpText, terminator: "")
    return .stopped
  case .refused(let mistakes):
    for mistake in mistakes { complain("hooks: \(mistake)") }
    return .misconfigured
  case .run(let command):
    guard let reactor = try? Reactor() else {
      complain("can't start the event loop")
      return .failed
    }
    let token = ProcessInfo.processInfo.environment["TCHATTER_ADMIN_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
    let outcome = HookCall(command, adminToken: token).run(on: reactor)
    print(outcome.output, terminator: "")
    if !outcome.remark.isEmpty { complain(outcome.remark) }
    return outcome.status
  }
}

/// Says in one line what is wrong.
private func complain(_ line: String) {
  FileHandle.standardError.write(Data("tchatter: \(line)\n".utf8))
}

exit(main().rawValue)
