import Foundation
import Testing

@testable import tchatter_bots

@Suite struct BotOptionsTests {
  private static let key = "tcb_" + String(repeating: "ab", count: 32)
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("key-\(UUID().uuidString)")

  private func file(_ text: String) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appendingPathComponent("key").path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test func `a key comes from a file, or else from the environment`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let other = "tcb_" + String(repeating: "cd", count: 32)
    let path = try file(" \(Self.key)\r\n")
    for environment in [[:], [KeyFile.variable: other], [KeyFile.variable: ""]] {
      #expect(try VoteOptions(["team", "--key-file", path], environment: environment).bot.key == Self.key)
      #expect(try ArchiveOptions(["folder", "team", "--key-file", path], environment: environment).bot.key == Self.key)
    }
    #expect(try VoteOptions(["team"], environment: [KeyFile.variable: other]).bot.key == other)
    #expect(try ArchiveOptions(["folder", "team"], environment: [KeyFile.variable: other]).bot.key == other)
    #expect(try VoteOptions(["team"], environment: [KeyFile.variable: ""]).bot.key == nil)
  }

  @Test(arguments: ["", "\n", "secret", "tcb_", "tcb_\(String(repeating: "x", count: 64))", "a\ntcb_"])
  func `what is no key is refused without being shown`(_ text: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try file(text)
    do throws(BotOptions.Mistake) {
      _ = try VoteOptions(["team", "--key-file", path])
      Issue.record("it is taken")
    } catch {
      #expect(error.message == "--key-file: \(path) holds no key: `tchatter bots add` makes one")
    }
    guard !text.isEmpty else { return }
    do throws(BotOptions.Mistake) {
      _ = try VoteOptions(["team"], environment: [KeyFile.variable: text])
      Issue.record("it is taken")
    } catch {
      #expect(error.message == "TCHATTER_BOT_KEY holds no key: `tchatter bots add` makes one")
    }
  }

  @Test func `a file that can't be read is a mistake`() {
    #expect(throws: BotOptions.Mistake.self) { try VoteOptions(["team", "--key-file", "/no/such"]) }
    #expect(throws: BotOptions.Mistake.self) { try VoteOptions(["team", "--key-file"]) }
  }

  @Test func `a bot is known by its name in any letters`() {
    let options = BotOptions(name: "Vote")
    #expect(options.isNamed("Vote") && options.isNamed("vote") && options.isNamed("V0te"))
    #expect(!options.isNamed("Voter") && !options.isNamed(""))
  }
}
