import ChatClient
import ChatProtocol
import Foundation
import Testing

@testable import tchatter_bots

/// The archive as its operator runs it: real programs, with people who talk meanwhile.
@Suite("tchatter-bots archive", .timeLimit(.minutes(10)), .serialized)
final class ArchiveTests {
  private let team: Team
  private let folder = NSTemporaryDirectory() + "archive-run-\(UUID().uuidString)"

  init() throws { team = try Team() }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func archive(on server: Int = 0, _ options: [String] = []) throws -> Bots {
    try Bots(
      ["archive", folder + "/archive", "team", "--session", folder + "/session"] + team.servers[server].url + options)
  }

  private func check() throws -> Bots.Result { try Bots.run(["archive", "--check", folder + "/archive"]) }

  /// Waits until everything that is in the room is in the files.
  private func holds(_ count: Int) -> Bool {
    team.wait {
      ((try? self.check())?.output ?? "").hasPrefix("team: \(count) messages")
    }
  }

  @Test("has every message once and in order, however it is stopped")
  func stops() throws {
    let ann = try team.person("Ann")
    for number in 1...20 { ann.participant.send("before \(number)", to: "team") }
    try #require(team.wait { ann.participant.unacknowledged == 0 })
    for round in 0..<6 {
      let archive = try archive(on: round % 2, round < 3 ? ["--segment-megabytes", "1"] : [])
      try archive.awaitError(" in team\n")
      for number in 1...10 { ann.participant.send("round \(round), \(number)", to: "team") }
      try #require(team.wait { ann.participant.unacknowledged == 0 })
      if round % 2 == 0 {
        archive.kill()
      } else {
        try #require(holds(20 + 10 * (round + 1)))
        archive.process.terminate()
        let result = archive.wait()
        #expect(result.status == 0)
        #expect(result.output.hasSuffix(" 0 left\n"), "\(result.output)")
      }
      for number in 1...5 where round == 5 { ann.participant.send("after \(number)", to: "team") }
    }
    try #require(team.wait { ann.participant.unacknowledged == 0 })
    let last = try archive()
    try #require(holds(85))
    last.process.terminate()
    #expect(last.wait().output == "team: 5 taken, 5 written, 0 left\nall: 5 taken, 5 written, 0 left\n")
    let result = try check()
    #expect(
      result.status == 0 && result.output == "team: 85 messages and 0 changes, seq 1 to 85, 0 missing, 0 doubled\n")
  }

  @Test("is taken over by another when its writer is killed")
  func takenOver() throws {
    let ann = try team.person("Ann")
    let first = try archive()
    try first.awaitError(" in team\n")
    let second = try archive(on: 1)
    try second.awaitError("team is written by another")
    ann.participant.send("one", to: "team")
    try #require(holds(1))
    first.kill()
    ann.participant.send("two", to: "team")
    try second.awaitError("team is free")
    try #require(holds(2))
    second.process.terminate()
    #expect(second.wait().status == 0)
  }

  @Test("says what is wrong with its folder, its rooms and its options")
  func mistakes() throws {
    #expect(try Bots.run(["archive", "--check", folder]).status == 2)
    for wrong in [
      ["archive"], ["archive", folder], ["archive", folder, "A B"],
      ["archive", folder, "a", "--segment-megabytes", "0"],
      ["archive", folder, "a", "--nonsense"], ["archive", folder, "a", "--url"], ["archive", "/dev/null", "a"],
    ] {
      let result = try Bots.run(wrong)
      #expect(result.status == 2 && result.errors.hasPrefix("tchatter-bots: "), "\(wrong): \(result.errors)")
    }
  }

  @Test("has the first message of a room once that was said while it was cut off")
  func firstMessage() throws {
    let ann = try team.person("Ann", on: 1)
    let archive = try archive()
    try archive.awaitError(" in team\n")
    team.servers[0].stop()
    try archive.awaitError("cut off")
    ann.participant.send("one", to: "team")
    try #require(team.wait { ann.participant.unacknowledged == 0 })
    try team.servers[0].start()
    try #require(holds(1))
    ann.participant.send("two", to: "team")
    try #require(holds(2))
    archive.process.terminate()
    #expect(archive.wait().status == 0)
    #expect(try check().output == "team: 2 messages and 0 changes, seq 1 to 2, 0 missing, 0 doubled\n")
  }

  @Test("says that it may not be in a room, any more or from the beginning, and waits for its end")
  func keptOut() throws {
    let ann = try team.person("Ann")
    let archive = try archive()
    try archive.awaitError(" in team\n")
    ann.participant.govern("team", Governing(user: "@Archive", role: .banned))
    try #require(team.wait { ann.participant.unacknowledged == 0 })
    try archive.awaitError("team: not let in any more")
    ann.participant.send("without it", to: "team")
    try #require(team.wait { ann.participant.unacknowledged == 0 })
    archive.process.terminate()
    let taken = "1 taken, 1 written, unknown how many left"
    #expect(archive.wait().output == "team: \(taken), not let in\nall: \(taken)\n")
    try FileManager.default.removeItem(atPath: folder + "/archive")
    let again = try self.archive()
    try again.awaitError("team can't be joined: forbidden")
    again.process.terminate()
    #expect(again.wait().output.hasPrefix("team: 0 taken, 0 written, unknown how many left, not let in\n"))
  }

  @Test("can be stopped while it waits for its name")
  func nameTaken() throws {
    let other = try team.person("Archive")
    let archive = try archive()
    try archive.awaitError("somebody has the name Archive")
    archive.process.terminate()
    #expect(archive.wait().status == 0)
    #expect(other.participant.state == .online)
  }

  @Test("keeps its name when it is killed before it knows that it has it")
  func killedWhileSigningIn() throws {
    let secret = "0123456789abcdef0123456789abcdef"
    var configuration = ParticipantConfiguration(address: try ChatAddress(team.servers[0].url[1]), name: "Archive")
    configuration.secret = secret
    let killed = Participant(configuration, reactor: team.reactor)
    killed.start()
    try #require(team.wait { killed.state == .online })
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try "secret \(secret)\n".write(toFile: folder + "/session", atomically: false, encoding: .utf8)
    let archive = try archive()
    try archive.awaitError(" in team\n")
    archive.process.terminate()
    #expect(archive.wait().status == 0)
    #expect(try String(contentsOfFile: folder + "/session", encoding: .utf8).count == 65)
  }

  @Test("waits for a disk that takes nothing, and loses nothing")
  func fullDisk() throws {
    let ann = try team.person("Ann")
    let archive = try archive()
    try archive.awaitError(" in team\n")
    ann.participant.send("one", to: "team")
    try #require(holds(1))
    // The kernel refuses to let its files grow, as a full disk would.
    try limitFiles(of: archive, to: "6000:")
    let long = String(repeating: "long ", count: 500)
    for number in 2...5 { ann.participant.send("\(number) \(long)", to: "team") }
    try #require(team.wait { ann.participant.unacknowledged == 0 })
    try archive.awaitError("nothing more is taken until that is over")
    ann.participant.send("six", to: "team")
    try #require(team.wait { ann.participant.unacknowledged == 0 })
    try limitFiles(of: archive, to: "unlimited:")
    try archive.awaitError("what waited is written")
    try #require(holds(6))
    archive.process.terminate()
    let result = archive.wait()
    #expect(result.status == 0 && result.output.hasSuffix("0 left\n"))
    #expect(try check().status == 0)
  }

  /// How long a file of the program's may become from now on.
  private func limitFiles(of program: Bots, to length: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/prlimit")
    process.arguments = ["--pid", "\(program.process.processIdentifier)", "--fsize=\(length)"]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
