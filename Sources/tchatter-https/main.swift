import Base
import Foundation
import HTTPSCalls

// Makes requests of https for the relay, which starts it and speaks with it over standard input (HTTPSCalls). A program of its own, so
// that a library which ends its process does not take the relay along; it keeps nothing, and ends when the relay does.

private let help = """
  tchatter-https: makes the requests of https for `tchatter-bots relay`, which starts it where a receiver wants that.

    tchatter-https --version    tells which it is

  It takes requests from its standard input, a socket, and ends with that. It trusts the authorities that the
  system does.

  """

private func complain(_ line: String) { FileHandle.standardError.write(Data("tchatter-https: \(line)\n".utf8)) }

/// Whether standard input is a socket, as the relay makes it.
private func hasRelay() -> Bool {
  var information = stat()
  return fstat(0, &information) == 0 && information.st_mode & S_IFMT == S_IFSOCK
}

/// Whatever a receiver sends, this is all the memory it can have for it; and what requests say is written into no core.
private func limitResources() {
  for (resource, most) in [(RLIMIT_DATA, rlim_t(512 << 20)), (RLIMIT_CORE, 0)] {
    var limit = rlimit(rlim_cur: most, rlim_max: most)
    setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
  }
}

private func serve() -> Int32 {
  guard hasRelay() else {
    complain("it is started by `tchatter-bots relay` (--help explains)")
    return 2
  }
  // Who stops the relay may tell all its processes. The relay waits for what is on its way, and its end is the sign to go.
  for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { signal(number, SIG_IGN) }
  limitResources()
  let relay = RelaySocket(descriptor: 0)
  let sessions = Sessions(answering: relay)
  do {
    try relay.readAll { sessions.take($0) }
    return 0
  } catch {
    return 1
  }
}

private func main() -> Int32 {
  let arguments = Array(ProcessInfo.processInfo.arguments.dropFirst())
  switch arguments.first {
  case CallFrame.form where arguments.count == 1: return serve()
  case "help", "--help", "-h":
    print(help, terminator: "")
    return 0
  case "--version":
    print("tchatter-https \(Version.text)")
    return 0
  default:
    complain("it is started by `tchatter-bots relay` (--help explains)")
    return 2
  }
}

// At once: nothing is to be put in order, and what the library has under way is not waited for.
private let status = main()
fflush(nil)
_exit(status)
