import Dispatch
import Foundation
import Synchronization
import TestTimeout
import Testing

@testable import tchatter_bots

@Suite("A bot's session file")
struct SessionFileTests {
  private let folder = NSTemporaryDirectory() + "session-\(UUID().uuidString)"

  private func token(_ name: String) -> String { name + String(repeating: "-", count: 40 - name.count) }

  private var file: SessionFile { SessionFile("\(folder)/in/bot", name: "bot") }

  /// A process that another test is starting has the lock as well, until it is the other program: for a moment.
  private func credential(insteadOf ended: String?, secret: String) throws -> SessionFile.Credential {
    for _ in 0..<3_000 {
      if let credential = try file.credential(insteadOf: ended, secret: secret) { return credential }
      Thread.sleep(forTimeInterval: 0.01)
    }
    return try #require(nil as SessionFile.Credential?, "The lock is never free.")
  }

  @Test("gives bots that begin at the same moment one secret", arguments: [false, true])
  func beginsOnce(hasEnded: Bool) throws {
    let ended = hasEnded ? token("ended") : nil
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for _ in 0..<20 {
      try? FileManager.default.removeItem(atPath: folder)
      if let ended { try file.write(token: ended) }
      let file = file
      let given = Mutex<[SessionFile.Credential?]>([])
      DispatchQueue.concurrentPerform(iterations: 8) { number in
        var credential: SessionFile.Credential?
        // Whoever comes second is to ask again.
        let deadline = ContinuousClock.now + .seconds(testTimeout)
        while credential == nil, ContinuousClock.now < deadline {
          credential = try? file.credential(insteadOf: ended, secret: token("\(number)"))
        }
        given.withLock { $0.append(credential) }
      }
      let first = try #require(file.credential)
      #expect(ended == nil || first != .token(token("ended")))
      #expect(given.withLock { $0 } == Array(repeating: first, count: 8))
    }
  }

  @Test("gives what another bot has written meanwhile")
  func others() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try credential(insteadOf: nil, secret: token("a")) == .secret(token("a")))
    // Whoever wrote it may have been killed in between.
    #expect(try credential(insteadOf: nil, secret: token("b")) == .secret(token("a")))
    try file.write(token: token("first"))
    #expect(try credential(insteadOf: nil, secret: token("b")) == .token(token("first")))
    #expect(try credential(insteadOf: token("first"), secret: token("b")) == .secret(token("b")))
    try file.write(token: token("second"))
    #expect(try credential(insteadOf: token("first"), secret: token("c")) == .token(token("second")))
  }

  @Test(
    "with something else in it is as good as none",
    arguments: ["three words here", "secret short", String(repeating: "x", count: 100_000), ""])
  func nonsense(words: String) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try file.write(token: words)
    #expect(file.credential == nil)
    #expect(try credential(insteadOf: nil, secret: token("a")) == .secret(token("a")))
  }

  @Test("that can't be replaced leaves no other file behind")
  func folderInPlace() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: file.path, withIntermediateDirectories: true)
    #expect(throws: (any Error).self) { try file.credential(insteadOf: nil, secret: token("a")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/in").sorted() == [".bot.lock", "bot"])
  }
}
