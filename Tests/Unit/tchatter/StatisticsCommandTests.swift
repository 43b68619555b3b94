import EventLoop
import Foundation
import Testing

@testable import ChatServer
@testable import ServerTestSupport
@testable import tchatter

@Suite struct StatisticsCommandTests {
  private func run(_ server: TestServer, _ arguments: [String]) throws -> CommandOutcome {
    let admin = "\(try server.address(.operators))"
    guard case .run(let command) = StatisticsCommand.read(arguments + ["--admin", admin]) else {
      Issue.record("\(arguments) is refused: \(StatisticsCommand.read(arguments))")
      throw CancellationError()
    }
    return StatisticsCall(command, adminToken: nil).run(on: server.reactor)
  }

  private func write(_ server: TestServer, in room: String, _ texts: [String]) throws {
    let ann = try server.visitor("Ann \(texts[0])")
    ann.say(#"{"type":"join","id":"j","room":"\#(room)"}"#)
    #expect(ann.receive(type: "joined") != nil)
    for text in texts {
      ann.say(#"{"type":"send","id":"\#(text)","room":"\#(room)","text":"\#(text)"}"#)
      #expect(ann.receive(type: "sent") != nil)
    }
  }

  private func withFile(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("statistics-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.appendingPathComponent("before").path)
  }

  @Test func `what the store has is shown, kept in a file of one's own, and the same while nothing changes`() throws {
    let server = try TestServer()
    try write(server, in: "tea", ["1", "2"])
    let shown = try run(server, [])
    #expect(shown.status == .stopped && shown.output.hasPrefix("KIND"))
    #expect(shown.output.contains("1 rooms, 2 messages, 0 webhooks, 0 bots, digest "))
    try withFile { file in
      let saved = try run(server, ["--save", file])
      #expect(saved.status == .stopped && saved.remark.hasPrefix("kept in \(file): 1 rooms, 2 messages"))
      let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
      #expect(mode == 0o600)
      let same = try run(server, ["--compare", file])
      #expect(same.status == .stopped && same.remark.hasPrefix("the same as 20"))
      #expect(same.remark.hasSuffix(String(saved.remark.suffix(64))), "the digest")
      let twice = try run(server, ["--save", file])
      #expect(twice.status == .failed && twice.remark.contains("is there already"))
      try write(server, in: "cake", ["3"])
      try write(server, in: "tea", ["4", "5"])
      let grown = try run(server, ["--compare", file])
      #expect(grown.status == .stopped && grown.remark.hasPrefix("nothing is lost since"))
      #expect(grown.output.contains("since: room tea has 2 messages more\nsince: room cake is new: 1 message\n"))
      let other = try run(TestServer(), ["--compare", file])
      #expect(other.status == .failed && other.remark.hasPrefix("1 losses"))
      #expect(other.output.hasPrefix("lost: room tea is missing, with 2 messages; its newest was 2\n"))
    }
  }

  @Test func `a file that is none is refused before the store is looked at`() throws {
    let server = try TestServer()
    try write(server, in: "tea", ["1"])
    try withFile { file in
      #expect(try run(server, ["--compare", file]).remark.contains("can't be read"))
      _ = try run(server, ["--save", file])
      let text = try String(contentsOfFile: file, encoding: .utf8)
      for broken in ["", "x", "{}", String(text.dropLast(20)), text.replacing("\"seq\":1", with: "\"seq\":2")] {
        try Data(broken.utf8).write(to: URL(fileURLWithPath: file))
        let outcome = try run(server, ["--compare", file])
        #expect(outcome.status == .failed && outcome.remark.contains("is no file that --save wrote"), "\(broken)")
      }
    }
  }

  @Test(arguments: [
    ["x"], ["--save"], ["--save", "a", "--compare", "b"], ["--save", "a", "--save", "b"], ["--keep", "a"],
    ["--admin", "here"], ["--admin", "127.0.0.1:1,127.0.0.1:2"],
  ])
  func `a wrong command line is refused with the mistake`(_ arguments: [String]) {
    guard case .refused(let mistakes) = StatisticsCommand.read(arguments) else {
      Issue.record("\(arguments) is taken")
      return
    }
    #expect(!mistakes.isEmpty)
  }
}
