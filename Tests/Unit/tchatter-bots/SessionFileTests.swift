import Dispatch
import Foundation
import Synchronization
import Testing

@testable import tchatter_bots

@Suite("A bot's session file")
struct SessionFileTests {
  private let folder = NSTemporaryDirectory() + "session-\(UUID().uuidString)"
  private var file: SessionFile { SessionFile("\(folder)/in/bot", name: "bot") }

  @Test("gives bots that begin at the same moment one secret", arguments: [nil, "ended"])
  func beginsOnce(ended: String?) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for _ in 0..<20 {
      try? FileManager.default.removeItem(atPath: folder)
      if let ended { try file.write(token: ended) }
      let file = file
      let given = Mutex<[SessionFile.Credential?]>([])
      DispatchQueue.concurrentPerform(iterations: 8) { number in
        var credential: SessionFile.Credential?
        // Whoever comes second is to ask again.
        for _ in 0..<100_000 where credential == nil {
          credential = try? file.credential(insteadOf: ended, secret: "secret-\(number)")
        }
        given.withLock { $0.append(credential) }
      }
      let first = try #require(file.credential)
      #expect(first != .token("ended"))
      #expect(given.withLock { $0 } == Array(repeating: first, count: 8))
    }
  }

  @Test("gives what another bot has written meanwhile")
  func others() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try file.credential(insteadOf: nil, secret: "a") == .secret("a"))
    // Whoever wrote it may have been killed in between.
    #expect(try file.credential(insteadOf: nil, secret: "b") == .secret("a"))
    try file.write(token: "first")
    #expect(try file.credential(insteadOf: nil, secret: "b") == .token("first"))
    #expect(try file.credential(insteadOf: "first", secret: "b") == .secret("b"))
    try file.write(token: "second")
    #expect(try file.credential(insteadOf: "first", secret: "c") == .token("second"))
  }

  @Test("with something else in it is as good as none")
  func nonsense() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try file.write(token: "three words here")
    #expect(file.credential == nil)
    #expect(try file.credential(insteadOf: nil, secret: "a") == .secret("a"))
  }
}
