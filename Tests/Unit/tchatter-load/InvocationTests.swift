import EventLoop
import Testing

@testable import tchatter_load

@Suite("The command line")
struct InvocationTests {
  @Test("each mode has a size of its own, and options change it")
  func options() {
    var expected = Options(.fanOut)
    #expect(Invocation(["fan-out"]) == .run(expected))
    expected.clients = 5
    expected.servers = [.loopback(port: 1), .loopback(port: 2)]
    expected.processes = [7, 8]
    expected.isJSON = true
    let line = ["fan-out", "--clients=5", "--server", "127.0.0.1:1,localhost:2", "--json", "--server-pid", "7,8"]
    #expect(Invocation(line) == .run(expected))
  }

  @Test(
    "a mistake is refused in one line",
    arguments: [
      [], ["fast"], ["idle", "--clients"], ["idle", "--clients", "0"], ["idle", "--clients", "many"],
      ["idle", "--nonsense", "1"], ["idle", "--server", "127.0.0.1"], ["idle", "--server", ""],
      ["idle", "--server-pid", "1,x"], ["storm", "--until", "never"], ["fan-out", "--clients", "1", "--rooms", "2"],
      ["fan-out", "--publishers", "3", "--clients", "2"], ["rooms", "--messages", "999"], ["fan-out", "--size", "15"],
    ])
  func mistakes(line: [String]) {
    guard case .refused(let text) = Invocation(line) else {
      Issue.record("it was accepted")
      return
    }
    #expect(!text.isEmpty && !text.contains("\n"))
  }

  @Test("help names every mode and option")
  func help() {
    #expect(Invocation(["rooms", "--help"]) == .help)
    for mode in Options.Mode.allCases { #expect(Invocation.helpText.contains(mode.rawValue)) }
    for option in CommandLineOption<Options>.all { #expect(Invocation.helpText.contains("--\(option.name)")) }
  }
}
