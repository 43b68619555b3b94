import Chat
import ChatServer
import EventLoop
import Foundation
import Redis

// One instance of the chat server. Foundation: for the environment and the arguments.

/// Reads what is asked for, and does it.
private func main() -> ExitStatus {
  let process = ProcessInfo.processInfo
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

/// Says in one line what is wrong.
private func complain(_ line: String) {
  FileHandle.standardError.write(Data("tchatter: \(line)\n".utf8))
}

exit(main().rawValue)
