import Base
import EventLoop
import Testing

@Suite(.timeLimit(.minutes(5))) struct ChildProcessTests {
  /// Runs a line of shell to the end of its socket.
  private func run(_ line: String, _ environment: [String] = []) throws -> (heard: String, ending: String) {
    let bench = try Bench()
    let recorder = Recorder()
    let process = try ChildProcess(
      bench.reactor, path: "/bin/sh", arguments: ["-c", line], environment: environment)
    process.stream.handler = recorder
    try bench.turn { !recorder.calls.isEmpty }
    return (recorder.text, process.end())
  }

  @Test func `it has the socket as its input, what it is given, and nothing else`() throws {
    // One more than these is the folder itself, which is being read.
    let (heard, ending) = try run(#"echo "$ONE" "$HOME" $(ls /proc/self/fd) >&0; exit 7"#, ["ONE=1 2"])
    #expect(heard == "1 2  0 1 2 3\n")
    #expect(ending == "status 7")
  }

  @Test func `what it is told it hears`() throws {
    let bench = try Bench()
    let recorder = Recorder()
    let process = try ChildProcess(
      bench.reactor, path: "/bin/sh", arguments: ["-c", "read line; echo got $line >&0"], environment: [])
    process.stream.handler = recorder
    process.stream.write(Array("a word\n".utf8))
    try bench.turn { recorder.received.count >= "got a word\n".utf8.count }
    #expect(recorder.text == "got a word\n")
    _ = process.end()
  }

  @Test func `who does not end is ended, and that is told once`() throws {
    let bench = try Bench()
    let process = try ChildProcess(
      bench.reactor, path: "/bin/sh", arguments: ["-c", "while :; do read line; done"], environment: [])
    #expect(process.end() == "signal 9")
    #expect(process.end() == "")
  }

  @Test func `what is not there is not started`() throws {
    let reactor = try Reactor()
    #expect(throws: SystemError(number: 2, call: "/nowhere/it")) {
      _ = try ChildProcess(reactor, path: "/nowhere/it", arguments: [], environment: [])
    }
  }
}
