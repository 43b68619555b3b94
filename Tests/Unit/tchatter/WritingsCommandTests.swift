import JSON
import Testing

@testable import ChatServer
@testable import ServerTestSupport
@testable import tchatter

@Suite struct WritingsCommandTests {
  @Test(arguments: [
    ("2026-11-29", "2026-11-29T00:00:00Z"), ("2026-11-29T10:00Z", "2026-11-29T10:00:00Z"),
    ("2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z"), ("1970-01-01", "1970-01-01T00:00:00Z"),
    ("2h", "2026-11-29T10:00:00Z"), ("1d", "2026-11-28T12:00:00Z"),
  ])
  func `a moment is a date, a time or how long ago it was`(_ text: String, _ time: String) {
    let now: Int64 = 1_795_953_600_000
    #expect(MomentText.time("2026-11-29T12:00Z", now: 0) == now)
    #expect(MomentText.time(text, now: now) == MomentText.time(time, now: 0))
  }

  @Test(arguments: [
    "", "x", "2026", "2026-11", "2026-13-01", "2026-02-30", "26-11-29", "2026-11-29T", "2026-11-29T10:00",
    "2026-11-29T24:00Z", "2026-11-29T10:60Z", "2026-11-29T10:00:61Z", "2026-11-29TZ", "+026-11-29", "2026-11-29 10:00Z",
    "9999999-01-01", "0000-01-01", "1969-12-31",
  ])
  func `anything else is none`(_ text: String) {
    #expect(MomentText.time(text, now: 0) == nil)
  }

  @Test(arguments: [
    ["--since", "7d"], ["--user", "u", "words"], ["--user", "u", "--since", "x"], ["--room"],
    ["--user", "u", "--force"],
    ["--user", "u", "--since", "1d", "--until", "2d"], ["--user", "u", "--admin", "127.0.0.1:1,127.0.0.1:2"],
  ])
  func `a wrong command line is refused with the mistake`(_ arguments: [String]) {
    if case .refused(let mistakes) = ExportCommand.read(arguments) {
      #expect(!mistakes.isEmpty)
    } else {
      Issue.record("export \(arguments) is taken")
    }
    if case .refused(let mistakes) = EraseCommand.read(arguments) {
      #expect(!mistakes.isEmpty)
    } else {
      Issue.record("erase \(arguments) is taken")
    }
  }

  @Test func `an erasure needs a user, an export a user or a room`() {
    guard case .refused = EraseCommand.read(["--room", "r"]), case .run = ExportCommand.read(["--room", "r"]),
      case .run(let command) = EraseCommand.read(["--user", "@Ann", "--dry-run"])
    else {
      Issue.record("not so")
      return
    }
    #expect(command.isTrial && command.user == "@Ann")
  }

  @Test func `a receipt tells what was not reached`() throws {
    var receipt = EraseReceipt(isTrial: false)
    receipt.add(.written, of: "log", at: "10.0.0.1:6379")
    receipt.add(.unused, of: "snapshot", at: "10.0.0.1:6379")
    receipt.replicas = [("10.0.0.2:6379", true)]
    #expect(receipt.isWhole && !receipt.text.contains("NOT REACHED"))
    receipt.replicas.append(("10.0.0.3:6379", false))
    #expect(!receipt.isWhole && receipt.text.contains("replica 10.0.0.3:6379: NOT REACHED"))
    receipt.replicas.removeLast()
    #expect(receipt.text.contains("append-only file: written anew\nRDB file: there is none\n"))
    receipt.isForgotten = false
    #expect(!receipt.isWhole && receipt.text.contains("mentioned: NOT REACHED, the instance is too old for that\n"))
    receipt.isForgotten = true
    #expect(receipt.isWhole && receipt.text.contains("mentioned: forgotten\n"))
    receipt.add(.failed("Redis: ERR unknown command"), of: "log", at: "10.0.0.4:6379")
    #expect(!receipt.isWhole)
    #expect(receipt.text.contains("append-only file of 10.0.0.4:6379: NOT REACHED, Redis: ERR unknown command"))
  }

  @Test func `a receipt tells of an archive in whose files people may read on`() throws {
    var receipt = EraseReceipt(isTrial: false)
    receipt.add(try JSONParser.parseObject(Array(#"{"room":"r","messages":2,"archive":true}"#.utf8)))
    receipt.add(try JSONParser.parseObject(Array(#"{"room":"@u1.u2","messages":1}"#.utf8)))
    #expect(!receipt.isWhole && receipt.messages == 3)
    #expect(receipt.text.contains("\narchive: NOT REACHED: what its files have from before is still shown"))
    #expect(receipt.remark.hasPrefix("the archive's files were not reached"), "trying again does not help")
    receipt.replicas = [("10.0.0.3:6379", false)]
    #expect(receipt.remark.hasSuffix("the same command tries again"))
  }

  @Test(arguments: [("lobby", true, true), ("@u1.u2", true, false), ("lobby", false, false)])
  func `an erasure is not whole where the instance has an archive`(
    _ room: String, _ hasArchive: Bool, _ isTold: Bool
  ) throws {
    let server = try TestServer {
      guard hasArchive else { return }
      $0.archive = $0.adminListen
      $0.archive?.port = 1
      $0.archiveKey = String(repeating: "k", count: 32)
    }
    let admin = "\(try server.address(.operators))"
    guard case .run(let command) = EraseCommand.read(["--user", "u1", "--room", room, "--admin", admin]) else {
      Issue.record("refused")
      return
    }
    let outcome = EraseCall(command, adminToken: nil).run(on: server.reactor)
    #expect(outcome.status == (isTold ? .failed : .stopped), "\(outcome)")
    #expect(outcome.output.contains("archive: NOT REACHED") == isTold, "\(outcome)")
  }

  @Test func `without a store outside the process there is nothing to write anew`() throws {
    let server = try TestServer()
    let admin = "\(try server.address(.operators))"
    guard case .run(let command) = EraseCommand.read(["--user", "u1", "--admin", admin]) else {
      Issue.record("refused")
      return
    }
    let outcome = EraseCall(command, adminToken: nil).run(on: server.reactor)
    #expect(outcome.status == .stopped, "\(outcome)")
    let erased = "erased: 0 messages, 0 edits, 0 reactions of u1 in 0 rooms, and 0 reports by or about them\n"
    #expect(outcome.output.hasPrefix(erased))
    #expect(outcome.output.contains("append-only file: there is none\nRDB file: there is none\n"))
  }
}
