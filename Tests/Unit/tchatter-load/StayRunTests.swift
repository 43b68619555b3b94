import Base
import EventLoop
import Testing

@testable import tchatter_load

@Suite("Clients that stay")
struct StayRunTests {
  @Test("what does not fit together is refused, and so is what is no option")
  func options() {
    var expected = StayOptions()
    (expected.clients, expected.audience, expected.rooms) = (50, 20, 3)
    #expect(Invocation(["stay", "--clients=50", "--audience", "20", "--rooms=3"]) == .stay(expected))
    #expect(Invocation(["stay", "--help"]) == .stayHelp)
    for line in [
      ["--clients=5", "--audience=6"], ["--clients=5", "--rooms=6"], ["--room="], ["--room=a\"b"], ["--rate=1"],
      ["--server=nowhere"], ["--spread"],
    ] {
      guard case .refused(let text) = Invocation(["stay"] + line) else {
        Issue.record("\(line) is taken")
        continue
      }
      #expect(!text.contains("\n"))
    }
    for option in CommandLineOption<StayOptions>.all { #expect(StayOptions.helpText.contains("--\(option.name)")) }
  }

  @Test("a measured text is read wherever it stands, whole or not at all")
  func timedText() {
    let text = #"{"type":"message","text":"~T0000000f00000000000012c and more"}"#
    let whole = Array(text.utf8)
    let found = whole.withUnsafeBytes { TimedText(in: $0) }
    #expect(found?.number == 15 && found?.sentAt == Instant(nanoseconds: 300))
    for length in 0..<whole.count - 12 {
      let part = whole.prefix(length).withUnsafeBytes { TimedText(in: $0) }
      #expect(part == nil || part == found)
    }
    let other = Array(#"{"type":"message","text":"~T0000000g000000000000012c"}"#.utf8)
    #expect(other.withUnsafeBytes { TimedText(in: $0) } == nil)
  }

  @Test("members are found by what stands before them, numbers and words of any length, at the very end too")
  func members() {
    let bytes = Array(#"{"seq":12,"position":"a.b","window":7"#.utf8)
    bytes.withUnsafeBytes { text in
      #expect(text.number(behind: #""seq":"#) == 12 && text.number(behind: #""window":"#) == 7)
      #expect(text.string(behind: #""position":""#) == "a.b")
      #expect(text.number(behind: #""missed":"#) == nil && text.number(behind: #""position":"#) == nil)
      #expect(text.place(behind: #""window":7"#) == nil, "nothing follows")
    }
  }

  @Test("who is sent away goes to the instance with the fewest, not to one that has just refused, nor back")
  func leastConnections() {
    var balance = LeastConnections(servers: 3)
    for server in [0, 0, 1, 2, 2, 2] { balance.took(server) }
    let now = Instant(nanoseconds: 5_000_000_000)
    #expect(balance.choose(otherThan: 2, at: now) == 1 && balance.choose(otherThan: 1, at: now) == 0)
    balance.avoid(1, at: now)
    #expect(balance.choose(otherThan: 2, at: now) == 0 && balance.choose(otherThan: 2, at: now + .seconds(2)) == 1)
    balance.avoid(0, at: now)
    #expect(balance.choose(otherThan: 2, at: now) == 1, "where all have refused, one of them all the same")
    for _ in 0..<3 { balance.left(2) }
    #expect(balance.choose(otherThan: 0, at: now + .seconds(2)) == 2)
    #expect(LeastConnections(servers: 1).choose(otherThan: 0, at: now) == 0)
  }

  @Test("all come, one line says so, and the report has what came of them")
  func stays() throws {
    let server = try LoneInstance()
    var options = StayOptions()
    options.servers = [.loopback(port: server.port)]
    (options.clients, options.audience, options.isQuiet) = (40, 15, true)
    let run = try StayRun(options)
    var line = ""
    let report = try run.play {
      line = $0
      run.end()
    }
    #expect(line.hasPrefix(#"{"there":40,"#))
    #expect(report.failure == nil && report.there == 40 && report.lost == 0 && report.messages.isEmpty)
  }

  @Test("fails when not all can be there in time")
  func nobody() throws {
    var options = StayOptions()
    options.servers = [.loopback(port: 1)]
    (options.clients, options.rooms, options.timeout, options.isQuiet) = (2, 1, 1, true)
    let report = try StayRun(options).play { _ in Issue.record("they are not there") }
    #expect(report.failure?.contains("not all there within 1 s") == true && report.there == 0)
    #expect(!report.refusals.isEmpty)
  }
}
