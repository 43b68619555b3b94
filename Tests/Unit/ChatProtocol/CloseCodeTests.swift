import ChatProtocol
import Foundation
import Testing
import WebSocket

@Suite("The chat's close codes")
struct CloseCodeTests {
  private let table = ChatCloseCode.table.map { "\($0.code.rawValue) \($0.reconnect.rawValue) \($0.meaning)" }

  /// The text of a file of the repository.
  private func text(of path: String) throws -> String {
    let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    return try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  @Test("stand on the protocol's page, each with its meaning and when to reconnect")
  func protocolPage() throws {
    let rows = try text(of: "Public/protocol.md").matches(of: /\| (\d{4}) \| (.+) \| (now|later|never) \|/)
    #expect(rows.map { "\($0.1) \($0.3) \($0.2)" } == table)
  }

  /// Of which codes it says what, its own test compares with the protocol's page.
  @Test("are waited for by the page's client as by this one")
  func browserClient() throws {
    let delay = "laterDelay = \(ChatCloseCode.laterDelay.milliseconds / 1_000)_000;"
    #expect(try text(of: "Public/client/close-codes.js").contains(delay))
  }

  @Test("are judged by their range where the table does not know them")
  func unknown() {
    for code: UInt16 in [1014, 1015, 3000, 4001, 4499, 5000] { #expect(CloseCode(rawValue: code).reconnect == .now) }
    for code: UInt16 in [4500, 4503, 4999] { #expect(CloseCode(rawValue: code).reconnect == .never) }
  }

  @Test("may be sent, but for those that a library says where it got none")
  func sendable() {
    let codes = ChatCloseCode.table.map(\.code)
    #expect(codes.filter { !$0.isSendable } == [.noStatus, .abnormal])
  }
}
