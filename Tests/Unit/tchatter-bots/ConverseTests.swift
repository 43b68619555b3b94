import Foundation
import Testing

@testable import tchatter_bots

/// The programs themselves, as people run them.
@Suite("tchatter-bots converse", .timeLimit(.minutes(10)))
struct ConverseTests {
  @Test("performs a play against a server, and every bot sees every line once and in order")
  func flawless() throws {
    let server = try ServerProcess()
    let result = try Bots.run(
      ["converse", "tea-party", "--repeat", "2", "--speed", "0", "--report", "json"] + server.url)
    #expect(result.status == 0)
    #expect(result.output.contains(#""passed":true"#))
    #expect(result.output.contains(#""said":80,"seen":320,"missed":0,"doubled":0,"reordered":0"#))
    #expect(result.errors.contains("Hatter: Why is a raven like a writing-desk?"))
  }

  @Test("performs many copies at once, and gives the names back")
  func copies() throws {
    let server = try ServerProcess()
    for _ in 1...2 {
      let result = try Bots.run(
        ["converse", "macbeth", "earnest", "--rooms", "10", "--speed", "0", "--quiet"] + server.url)
      #expect(result.status == 0, "\(result.output)")
      #expect(result.output.contains("passed: 70 bots in 20 rooms, 620 lines said"))
    }
    let result = try Bots.run(["converse", "macbeth", "--speed", "0", "--quiet"] + server.url)
    #expect(result.output.contains("First Witch   macbeth    10    30"))
  }

  @Test("ends after Ctrl-C with a report on what was said")
  func interrupted() throws {
    let server = try ServerProcess()
    let bots = try Bots(["converse", "macbeth", "--loop", "--speed", "1"] + server.url)
    try bots.awaitError("Second Witch: When the hurlyburly's done")
    bots.process.interrupt()
    let result = bots.wait()
    #expect(result.status == 0)
    #expect(result.output.contains("passed: 4 bots in 1 room"))
  }

  @Test("fails in time, and says why, where there is no server")
  func noServer() throws {
    let result = try Bots.run(["converse", "macbeth", "--url", "ws://127.0.0.1:9/ws", "--timeout", "3", "--quiet"])
    #expect(result.status == 1)
    #expect(result.output.contains("Connection refused"))
    #expect(result.output.contains("FAILED"))
  }

  @Test("refuses wrong calls and bad scripts in a line each, with status 2")
  func usage() throws {
    let script = FileManager.default.temporaryDirectory.appendingPathComponent("bad-\(UUID().uuidString).txt")
    try Data("Ann: a\nnonsense\n".utf8).write(to: script)
    defer { try? FileManager.default.removeItem(at: script) }
    let bad = try Bots.run(["converse", script.path])
    #expect(bad.status == 2)
    #expect(bad.errors == "tchatter-bots: \(script.path): line 2: a line looks like `NAME: what they say`\n")
    #expect(try Bots.run(["check", script.path]).status == 1)
    #expect(try Bots.run(["check", "macbeth", "earnest", "tea-party"]).status == 0)
    #expect(try Bots.run(["converse", "macbeth", "--url", "http://x"]).status == 2)
    #expect(try Bots.run(["converse"]).status == 2)
    #expect(try Bots.run(["--help"]).output.contains("tchatter-bots converse SCRIPT"))
  }
}
